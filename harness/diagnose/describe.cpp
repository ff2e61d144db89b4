// Each finding in the same order: what, evidence, consequence, remedy,
// experiment.
#include "harness/diagnose/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/base/this_program.h"

namespace pidlab {
namespace {

std::string labeled(const char* label, const std::string& text,
                    const Style& style) {
  return fmt::format("  {:<11} {}\n", label, hanging(14, text, style));
}

std::string sees(const Finding& finding) {
  return fmt::format("{}; {} show {}; {} watch {}", finding.rule->manual,
                     called_as(), finding.rule->experiment, called_as(),
                     finding.rule->experiment);
}

std::string counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

const char* color_of(Severity severity) {
  switch (severity) {
    case Severity::will_fail:
      return "31";
    case Severity::may_surprise:
      return "33";
    case Severity::information:
      return "1";
  }
  return "";
}

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
  return fmt::format(
      "The namespaces and the /proc of {} cannot be read: run as root, or with "
      "CAP_SYS_PTRACE",
      counted(std::size_t(count), "process", "processes"));
}

std::string findings_text(const std::vector<Finding>& findings,
                          const Machine& machine, const Style& style) {
  std::string out;
  for (const Finding& finding : findings) {
    const Rule& rule = *finding.rule;
    const std::string head = to_string(rule.severity) + ": ";
    out += painted(head, color_of(rule.severity), style) +
           hanging(int(head.size()), finding.what, style) + "\n";
    const char* label = "evidence";
    for (const Evidence& one : finding.evidence) {
      out += labeled(label, fmt::format("{}: {}", one.file, one.value), style);
      label = "";
    }
    out += labeled("consequence", rule.consequence, style);
    out += labeled("remedy", rule.remedy, style);
    out += labeled("see", sees(finding), style) + "\n";
  }
  return out +
         fmt::format("{} read: {}.\n",
                     counted(machine.processes.size(), "process", "processes"),
                     counted(findings.size(), "finding", "findings"));
}

std::string findings_tree(const Machine& machine, Inode top,
                          const Style& style) {
  const auto findings = diagnose(machine, machine.from(top));
  return subtree(machine, top, 0, findings, style);
}

std::string findings_json(const std::vector<Finding>& findings,
                          const Machine& machine) {
  using Json = nlohmann::ordered_json;
  Json all = Json::array();
  for (const Finding& finding : findings) {
    Json evidence = Json::array();
    for (const Evidence& one : finding.evidence) {
      evidence.push_back({{"file", one.file}, {"value", one.value}});
    }
    const Rule& rule = *finding.rule;
    all.push_back({{"severity", to_string(rule.severity)},
                   {"rule", rule.name},
                   {"pid", finding.pid},
                   {"namespace", pid_namespace(finding.ns)},
                   {"what", finding.what},
                   {"evidence", evidence},
                   {"consequence", rule.consequence},
                   {"remedy", rule.remedy},
                   {"manual", rule.manual},
                   {"experiment", rule.experiment}});
  }
  const Json whole{{"processes", machine.processes.size()},
                   {"pid_namespaces", machine.namespaces.size()},
                   {"unread", unread(machine)},
                   {"findings", all}};
  return whole.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pidlab
