// The findings in words, and in their place.
#include "harness/diagnose/describe.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/this_program.h"
#include "harness/ns/tasks.h"

namespace pidlab {
namespace {

// A process in a tree, and what was found about it.
std::string branch(const SeenProcess& process, const std::string& margin,
                   const std::vector<Finding>& findings, const Style& style) {
  std::string out = margin + "  ";
  for (const int pid : process.pids) out += fmt::format("{:>7} ", pid);
  out += process.comm + "\n";
  for (const Finding& finding : findings) {
    if (finding.pid != process.pid) continue;
    const Rule& rule = *finding.rule;
    const std::string text =
        fmt::format("{}: {} See {} show {}.", to_string(rule.severity),
                    finding.what, called_as(), rule.experiment);
    const std::string indent = margin + "      ";
    out += indent + hanging(int(indent.size()), text, style) + "\n";
  }
  return out;
}

bool is_named(const SeenProcess& process,
              const std::vector<Finding>& findings) {
  return (!process.pids.empty() && process.pids.back() == 1) ||
         std::ranges::find(findings, process.pid, &Finding::pid) !=
             findings.end();
}

std::string subtree(const Machine& machine, Inode ns, int depth,
                    const std::vector<Finding>& findings, const Style& style) {
  const std::string margin(std::size_t(depth) * 2, ' ');
  std::size_t members = 0;
  std::string named;
  for (const SeenProcess& process : machine.processes) {
    if (process.ns != ns) continue;
    ++members;
    if (is_named(process, findings)) {
      named += branch(process, margin, findings, style);
    }
  }
  std::string out =
      fmt::format("{}{}  {}\n{}", margin, pid_namespace(ns),
                  counted(members, "process", "processes"), named);
  for (const auto& [inode, one] : machine.namespaces) {
    if (one.parent != ns) continue;
    out += subtree(machine, inode, depth + 1, findings, style);
  }
  return out;
}

}  // namespace

std::string unread(const Machine& machine) {
  const auto count =
      std::ranges::count_if(machine.processes, &SeenProcess::forbidden);
  if (count == 0) return "";
  return fmt::format("The namespaces and the /proc of {} cannot be read: {}",
                     counted(std::size_t(count), "process", "processes"),
                     how_to_read());
}

std::string findings_tree(const Machine& machine, Inode top,
                          const Style& style) {
  const auto findings = diagnose(machine, machine.from(top));
  return subtree(machine, top, 0, findings, style);
}

Diagnosis diagnosis_of(const std::vector<Finding>& findings,
                       const Machine& machine) {
  Diagnosis all{.processes = machine.processes.size(),
                .pid_namespaces = machine.namespaces.size(),
                .unread = unread(machine),
                .findings = {}};
  for (const Finding& finding : findings) {
    const Rule& rule = *finding.rule;
    all.findings.push_back({.severity = rule.severity,
                            .rule = rule.name,
                            .pid = finding.pid,
                            .ns = pid_namespace(finding.ns),
                            .what = finding.what,
                            .evidence = finding.evidence,
                            .consequence = rule.consequence,
                            .remedy = rule.remedy,
                            .manual = rule.manual,
                            .experiment = rule.experiment});
  }
  return all;
}

}  // namespace pidlab
