// Births and deaths, as the kernel tells them to a tracer, see ptrace(2). It is
// the one way to hear of both from the kernel itself, with the signal, without
// privilege, and while the process still can be asked for its numbers:
// perf_event_open(2) knows no signal, the process connector wants root, and
// both tell only afterwards.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "harness/record/record.h"

namespace pidlab {

/// Follows a child of this process and all that descend from it. Each stands
/// still while it is told of; nothing else is changed for it, but for what
/// ptrace(2) itself changes: see `unfaithful`.
class Tracer {
 public:
  /// What is told. `after` and `ms` are left to those who keep the record.
  using Tell = std::function<void(const Event&)>;
  /// Tells why what follows is not what the kernel does to the untraced.
  using Unfaithful = std::function<void(const std::string& why)>;

  Tracer(Tell tell, Unfaithful unfaithful)
      : tell_(std::move(tell)), unfaithful_(std::move(unfaithful)) {}

  /// Begins with a child that has not executed anything yet. Returns an errno.
  int seize(pid_t child);

  /// Takes what waitpid(2) said of a process and lets it go on.
  void take(pid_t, int status);

 private:
  struct Task {
    pid_t process;  ///< the same as its own PID, or of which it is a thread
    bool init = false;
  };

  void birth(pid_t, pid_t maker);
  void death(pid_t, int status);
  void deliver(pid_t, int signal);
  bool is_of_init(pid_t) const;

  Tell tell_;
  Unfaithful unfaithful_;
  std::map<pid_t, Task> tasks_;  ///< that live, as far as has been told
  std::set<pid_t> held_;         ///< born before their maker could say so
};

/// An event on its way from the init of a cell to the harness.
std::string pack(const Event&);
Event unpack(Event::Kind, pid_t, const std::string&);

}  // namespace pidlab
