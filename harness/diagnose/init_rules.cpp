// What an init does not do: handle signals, reap, continue, end.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <csignal>
#include <map>

#include "harness/diagnose/rules.h"

namespace pidlab {
namespace {

bool has(std::uint64_t signals, int signal) {
  return signals >> (signal - 1) & 1;
}

// The kernel discards a signal for an init without a handler, unless the signal
// is blocked: then sigwait(3) or a signalfd may take it.
bool discards(const SeenProcess& init, int signal) {
  return init.has_memory && !init.ending && !has(init.caught, signal) &&
         !has(init.blocked, signal);
}

Finding discarded(const SeenProcess& init, const char* name, int signal) {
  return {
      init.pid,
      init.ns,
      fmt::format(
          "{} is an init, and {} {}.", named(init),
          has(init.ignored, signal) ? "ignores" : "does not have a handler for",
          name),
      {{proc_file(init, "status"), fmt::format("SigCgt {:016x}", init.caught)},
       {proc_file(init, "status"),
        has(init.ignored, signal)
            ? fmt::format("SigIgn {:016x}", init.ignored)
            : fmt::format("SigBlk {:016x}", init.blocked)}}};
}

// A program that creates an init as a copy of itself, as bwrap does, does not
// stop it with SIGTERM.
bool is_copy_of_its_parent(const Machine& machine, const SeenProcess& init) {
  const SeenProcess* parent = machine.find(init.ppid);
  return parent && parent->comm == init.comm;
}

bool is_zombie(const SeenProcess& process) {
  // A first thread that has ended looks like a zombie, but the others run on.
  return process.state == 'Z' && process.threads <= 1;
}

const SeenProcess* init_of(const Machine& machine, const SeenProcess& process) {
  const auto at = machine.namespaces.find(process.ns);
  return at == machine.namespaces.end() ? nullptr
                                        : machine.find(at->second.init);
}

// Zombies by parent. A parent that runs may be about to wait.
std::map<const SeenProcess*, std::vector<const SeenProcess*>> zombies_by_parent(
    const Machine& machine) {
  std::map<const SeenProcess*, std::vector<const SeenProcess*>> all;
  for (const SeenProcess& process : machine.processes) {
    if (!is_zombie(process)) continue;
    const SeenProcess* parent = machine.find(process.ppid);
    if (parent && parent->state != 'R' && !parent->ending) {
      all[parent].push_back(&process);
    }
  }
  return all;
}

std::vector<Finding> zombies(const Machine& machine, bool of_init) {
  std::vector<Finding> found;
  for (const auto& [parent, children] : zombies_by_parent(machine)) {
    if (machine.is_init(*parent) != of_init) continue;
    const SeenProcess& first = *children.front();
    Finding finding{
        parent->pid,
        parent->ns,
        fmt::format("{} does not wait for {}.", named(*parent),
                    children.size() == 1
                        ? fmt::format("its child {}, a zombie", named(first))
                        : fmt::format("{} zombies, such as {}", children.size(),
                                      named(first))),
        {{proc_file(first, "status"),
          fmt::format("State Z, PPid {}", parent->pid)},
         {proc_file(*parent, "status"),
          fmt::format("State {}", parent->state)}}};
    if (first.tracer != 0) {
      finding.evidence.push_back(
          {proc_file(first, "status"),
           fmt::format("TracerPid {}: the tracer waits first", first.tracer)});
    }
    found.push_back(std::move(finding));
  }
  return found;
}

std::vector<Finding> inits_in_state(const Machine& machine, char state,
                                    const char* what) {
  std::vector<Finding> found;
  for (const SeenProcess& init : machine.processes) {
    if (!machine.is_init(init) || init.state != state) continue;
    std::string value = fmt::format("State {}", state);
    if (init.tracer != 0) value += fmt::format(", TracerPid {}", init.tracer);
    found.push_back({init.pid,
                     init.ns,
                     fmt::format("{} is an init, and {}.", named(init), what),
                     {{proc_file(init, "status"), value}}});
  }
  return found;
}

// Whether the leader is outside: then the ID in the init's own namespace is 0.
bool is_outside(const std::vector<int>& ids) {
  return !ids.empty() && ids.back() == 0;
}

Finding led_from_outside(const SeenProcess& init, const std::vector<int>& ids,
                         const char* key, const char* what) {
  return {init.pid,
          init.ns,
          fmt::format("The leader of the {} of {}, an init, is outside.", what,
                      named(init)),
          {{proc_file(init, "status"),
            fmt::format("{} {}", key, fmt::join(ids, " "))}}};
}

}  // namespace

std::vector<Finding> find_discarded_sigterm(const Machine& machine) {
  std::vector<Finding> found;
  for (const SeenProcess& init : machine.processes) {
    if (machine.is_init(init) && discards(init, SIGTERM) &&
        !is_copy_of_its_parent(machine, init)) {
      found.push_back(discarded(init, "SIGTERM", SIGTERM));
    }
  }
  return found;
}

std::vector<Finding> find_discarded_sigint(const Machine& machine) {
  std::vector<Finding> found;
  for (const SeenProcess& init : machine.processes) {
    if (machine.is_init(init) && discards(init, SIGINT) && init.has_terminal &&
        !is_copy_of_its_parent(machine, init)) {
      found.push_back(discarded(init, "SIGINT", SIGINT));
      found.back().evidence.push_back(
          {proc_file(init, "stat"), "it has a controlling terminal"});
    }
  }
  return found;
}

std::vector<Finding> find_stopped_init(const Machine& machine) {
  return inits_in_state(machine, 'T', "is stopped");
}

std::vector<Finding> find_traced_init(const Machine& machine) {
  return inits_in_state(machine, 't', "its tracer has stopped it");
}

// An init that ends first kills the members and waits until all of them have
// been reaped: by itself, or by a parent or tracer outside.
std::vector<Finding> find_init_that_cannot_end(const Machine& machine) {
  std::vector<Finding> found;
  for (const SeenProcess& zombie : machine.processes) {
    const SeenProcess* init = init_of(machine, zombie);
    if (!is_zombie(zombie) || !init || init == &zombie || !init->ending ||
        init->state == 'Z') {
      continue;
    }
    const SeenProcess* waits =
        machine.find(zombie.tracer != 0 ? zombie.tracer : zombie.ppid);
    if (!waits || waits == init || waits->state == 'R') continue;
    found.push_back(
        {init->pid,
         init->ns,
         fmt::format("{} is an init that is ending, and {} does not wait for "
                     "{}, a member that is a zombie.",
                     named(*init), named(*waits), named(zombie)),
         {{proc_file(*init, "stat"), "flag PF_EXITING"},
          {proc_file(zombie, "status"),
           zombie.tracer != 0
               ? fmt::format("State Z, TracerPid {}", zombie.tracer)
               : fmt::format("State Z, PPid {}", zombie.ppid)}}});
  }
  return found;
}

std::vector<Finding> find_zombies_of_init(const Machine& machine) {
  return zombies(machine, true);
}

std::vector<Finding> find_other_zombies(const Machine& machine) {
  return zombies(machine, false);
}

std::vector<Finding> find_group_outside(const Machine& machine) {
  std::vector<Finding> found;
  for (const SeenProcess& init : machine.processes) {
    if (!machine.is_init(init) || !is_outside(init.pgids)) continue;
    found.push_back(
        led_from_outside(init, init.pgids, "NSpgid", "process group"));
  }
  return found;
}

// A group is in one session: if the group is led from outside, so is this.
std::vector<Finding> find_session_outside(const Machine& machine) {
  std::vector<Finding> found;
  for (const SeenProcess& init : machine.processes) {
    if (!machine.is_init(init) || !is_outside(init.sids) ||
        is_outside(init.pgids)) {
      continue;
    }
    found.push_back(led_from_outside(init, init.sids, "NSsid", "session"));
  }
  return found;
}

std::vector<Finding> find_restricted_init(const Machine& machine) {
  std::vector<Finding> found;
  for (const SeenProcess& init : machine.processes) {
    if (!machine.is_init(init) || !init.has_memory) continue;
    std::vector<std::string> values;
    if (init.seccomp != 0)
      values.push_back(fmt::format("Seccomp {}", init.seccomp));
    if (init.no_new_privs) values.push_back("NoNewPrivs 1");
    // CAP_SYS_ADMIN has the number 21.
    if (!(init.bounding >> 21 & 1)) {
      values.push_back(
          fmt::format("CapBnd {:016x}, without CAP_SYS_ADMIN", init.bounding));
    }
    if (values.empty()) continue;
    found.push_back({init.pid,
                     init.ns,
                     fmt::format("{} is an init with restrictions, which its "
                                 "children inherit.",
                                 named(init)),
                     {{proc_file(init, "status"),
                       fmt::format("{}", fmt::join(values, ", "))}}});
  }
  return found;
}

}  // namespace pidlab
