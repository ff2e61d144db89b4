// The /proc that processes see.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/diagnose/rules.h"

namespace pidlab {
namespace {

std::vector<Finding> of_views(const Machine& machine, const char* what,
                              bool (*applies)(const Machine&,
                                              const SeenProcess&,
                                              const ProcView&),
                              std::string (*value)(const ProcView&)) {
  std::vector<Finding> found;
  for (const ProcView& view : machine.proc_views) {
    const SeenProcess* process = machine.find(view.pid);
    if (!process || !applies(machine, *process, view)) continue;
    found.push_back({process->pid,
                     process->ns,
                     fmt::format("The /proc of {} {}.", named(*process), what),
                     {{view.file, value(view)}}});
  }
  return found;
}

std::string value_of(const ProcView& view) { return view.value; }

// On a whole machine, each service that has a mount namespace would be found.
bool is_contained(const Machine& machine, const SeenProcess& process) {
  return process.pids.size() > 1 || !machine.outermost_is_initial;
}

}  // namespace

std::vector<Finding> find_foreign_proc(const Machine& machine) {
  auto found = of_views(
      machine, "belongs to another PID namespace",
      [](const Machine&, const SeenProcess&, const ProcView& view) {
        return view.mounted && !view.of_its_namespace;
      },
      value_of);
  for (Finding& finding : found) {
    const SeenProcess& process = *machine.find(finding.pid);
    finding.evidence.push_back(
        {proc_file(process, "ns/pid"), pid_namespace(process.ns)});
  }
  return found;
}

std::vector<Finding> find_missing_proc(const Machine& machine) {
  return of_views(
      machine, "is missing",
      [](const Machine& all, const SeenProcess& process, const ProcView& view) {
        return !view.mounted && is_contained(all, process);
      },
      value_of);
}

std::vector<Finding> find_covered_proc(const Machine& machine) {
  auto found = of_views(
      machine, "is covered in part",
      [](const Machine& all, const SeenProcess& process, const ProcView& view) {
        return !view.covered.empty() && is_contained(all, process);
      },
      [](const ProcView& view) {
        return fmt::format("mounts on {}", fmt::join(view.covered, ", "));
      });
  for (Finding& finding : found) {
    finding.evidence[0].file = fmt::format("/proc/{}/mountinfo", finding.pid);
  }
  return found;
}

std::vector<Finding> find_hidepid(const Machine& machine) {
  auto found = of_views(
      machine, "is mounted with hidepid",
      [](const Machine&, const SeenProcess&, const ProcView& view) {
        return !view.hidepid.empty();
      },
      [](const ProcView& view) { return view.hidepid; });
  for (Finding& finding : found) {
    finding.evidence[0].file = fmt::format("/proc/{}/mountinfo", finding.pid);
  }
  return found;
}

}  // namespace pidlab
