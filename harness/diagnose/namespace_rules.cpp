// Where children are created, what keeps namespaces, and their limits.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/diagnose/rules.h"

namespace pidlab {
namespace {

// Whether a process that cannot be read is below that level.
bool may_hide_a_namespace(const Machine& machine, std::size_t level) {
  return std::ranges::any_of(
      machine.processes, [&](const SeenProcess& process) {
        return process.forbidden && process.pids.size() > level;
      });
}

// Whether its init has ended. It has if no process is in it: one that cannot be
// read may be in it, if it is deeper than the caller.
bool is_dead(const Machine& machine, const SeenProcess& caller, Inode ns) {
  if (ns == 0) return false;
  const auto at = machine.namespaces.find(ns);
  if (at != machine.namespaces.end()) {
    const SeenProcess* init = machine.find(at->second.init);
    return init && (init->ending || init->state == 'Z');
  }
  return !may_hide_a_namespace(machine, caller.pids.size());
}

Evidence for_children(const SeenProcess& process, const Elsewhere& task) {
  return {fmt::format("/proc/{}/task/{}/ns/pid_for_children", process.pid,
                      task.tid),
          task.ns == 0 ? "the link has no target: the namespace has no init yet"
                       : pid_namespace(task.ns)};
}

Evidence own(const SeenProcess& process) {
  return {proc_file(process, "ns/pid"), pid_namespace(process.ns)};
}

// A process that runs may have reaped its last child just now, and end next.
bool any_dead(const Machine& machine, const SeenProcess& process) {
  if (process.state == 'R') return false;
  return std::ranges::any_of(process.elsewhere, [&](const Elsewhere& task) {
    return is_dead(machine, process, task.ns);
  });
}

// One process, with those of its tasks for which a rule holds.
std::vector<Finding> with_children_elsewhere(
    const Machine& machine, const char* what,
    bool (*applies)(const Machine&, const SeenProcess&)) {
  std::vector<Finding> found;
  for (const SeenProcess& process : machine.processes) {
    if (process.elsewhere.empty() || !applies(machine, process)) continue;
    found.push_back(
        {process.pid,
         process.ns,
         fmt::format("{} {}.", named(process), what),
         {own(process), for_children(process, process.elsewhere.front())}});
  }
  return found;
}

}  // namespace

std::vector<Finding> find_children_in_a_dead_namespace(const Machine& machine) {
  return with_children_elsewhere(
      machine, "creates its children in a PID namespace whose init has ended",
      any_dead);
}

std::vector<Finding> find_threads_refused(const Machine& machine) {
  return with_children_elsewhere(
      machine, "has threads whose children will be in another PID namespace",
      [](const Machine& all, const SeenProcess& process) {
        return process.threads > 1 && !any_dead(all, process);
      });
}

std::vector<Finding> find_children_elsewhere(const Machine& machine) {
  return with_children_elsewhere(
      machine, "creates its children in another PID namespace than its own",
      [](const Machine& all, const SeenProcess& process) {
        return process.threads == 1 && !any_dead(all, process);
      });
}

std::vector<Finding> find_kept_namespace(const Machine& machine) {
  std::vector<Finding> found;
  for (const Kept& kept : machine.kept) {
    // A process that cannot be read may be in it.
    if (may_hide_a_namespace(machine, 1)) break;
    const SeenProcess* holder = machine.find(kept.pid);
    if (!holder) continue;
    const auto same = std::ranges::find_if(found, [&](const Finding& other) {
      return other.what.starts_with(pid_namespace(kept.ns));
    });
    if (same != found.end()) {
      // Many processes may have inherited one open file.
      if (same->evidence.size() < 3) {
        same->evidence.push_back({kept.file, kept.value});
      }
      continue;
    }
    found.push_back(
        {kept.pid,
         holder->ns,
         fmt::format("{} has no process. A mount or an open file of {} "
                     "keeps it.",
                     pid_namespace(kept.ns), named(*holder)),
         {{kept.file, kept.value}}});
  }
  return found;
}

std::vector<Finding> find_pids_nearly_used_up(const Machine& machine) {
  // The file has the limit of our own namespace only.
  if (!machine.proc_is_ours || machine.pid_max == 0) return {};
  long tasks = 0;
  for (const SeenProcess& process : machine.processes) tasks += process.threads;
  if (tasks * 10 < machine.pid_max * 9) return {};
  return {{0,
           machine.outermost,
           fmt::format("{} of {} PIDs are in use in {}.", tasks,
                       machine.pid_max, pid_namespace(machine.outermost)),
           {{"/proc/sys/kernel/pid_max", std::to_string(machine.pid_max)},
            {"/proc/PID/status", fmt::format("{} threads in all", tasks)}}}};
}

std::vector<Finding> find_namespaces_nearly_used_up(const Machine& machine) {
  const long limit = machine.max_pid_namespaces;
  // The namespace that we are in was created outside.
  const long count = long(machine.namespaces.size()) - 1;
  if (limit == 0 || count * 10 < limit * 9) return {};
  return {{0,
           machine.outermost,
           fmt::format("{} PID namespaces are visible, and a user may have {}.",
                       count, limit),
           {{"/proc/sys/user/max_pid_namespaces", std::to_string(limit)},
            {"/proc/PID/ns/pid", fmt::format("{} namespaces", count)}}}};
}

std::vector<Finding> find_deep_nesting(const Machine& machine) {
  const auto deepest = std::ranges::max_element(
      machine.processes, {},
      [](const SeenProcess& process) { return process.pids.size(); });
  if (deepest == machine.processes.end() || deepest->pids.size() <= 30)
    return {};
  return {{deepest->pid,
           deepest->ns,
           fmt::format("{} is {} levels below the namespace of this /proc.",
                       named(*deepest), deepest->pids.size() - 1),
           {{proc_file(*deepest, "status"),
             fmt::format("NSpid has {} PIDs", deepest->pids.size())}}}};
}

std::vector<Finding> find_tracer_outside(const Machine& machine) {
  std::vector<Finding> found;
  for (const SeenProcess& process : machine.processes) {
    const SeenProcess* tracer = machine.find(process.tracer);
    if (!tracer || tracer->pids.size() >= process.pids.size()) continue;
    found.push_back(
        {process.pid,
         process.ns,
         fmt::format("{} traces {} from outside its PID namespace.",
                     named(*tracer), named(process)),
         {{proc_file(process, "status"),
           fmt::format("TracerPid {}", process.tracer)},
          {proc_file(*tracer, "status"),
           fmt::format("NSpid {}", fmt::join(tracer->pids, " "))}}});
  }
  return found;
}

}  // namespace pidlab
