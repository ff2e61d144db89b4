// Births and deaths, as the kernel reports them to a tracer, see ptrace(2). No
// other interface reports both, with the signal, without privilege, and while
// the process still has its PIDs: perf_event_open(2) lacks the signal, the
// process connector needs root, and both report only afterwards.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "harness/record/record.h"

namespace pidlab {

/// Follows a child of this process and all its descendants. Each of them stops
/// while it is reported. Otherwise nothing changes for it, except what
/// ptrace(2) itself changes: see `unfaithful`.
class Tracer {
 public:
  /// Gets each event. The receiver sets `after` and `ms`.
  using Tell = std::function<void(const Event&)>;
  /// Gets the reason why the rest differs from an untraced run.
  using Unfaithful = std::function<void(const std::string& why)>;

  Tracer(Tell tell, Unfaithful unfaithful)
      : tell_(std::move(tell)), unfaithful_(std::move(unfaithful)) {}

  /// Begins with a child that has not called execve(2) yet. Returns 0 or an
  /// errno.
  int seize(pid_t child);

  /// Handles a wait status of waitpid(2), and lets the process continue.
  void take(pid_t, int status);

 private:
  struct Task {
    pid_t process;  ///< its own PID, or that of the process of a thread
    bool init = false;
  };

  void birth(pid_t, pid_t maker);
  void death(pid_t, int status);
  void deliver(pid_t, int signal);
  bool is_of_init(pid_t) const;

  Tell tell_;
  Unfaithful unfaithful_;
  std::map<pid_t, Task> tasks_;  ///< that are known to live
  std::set<pid_t> held_;         ///< stopped before the event of their creator
};

/// An event as text, from the init of a cell to the harness.
std::string pack(const Event&);
Event unpack(Event::Kind, pid_t, const std::string&);

}  // namespace pidlab
