// unshare(CLONE_NEWPID) does not move the caller.
//
// unshare() moves its caller into a new namespace of most other types. But a
// process keeps its PID and its PID namespace for life. Only the caller's
// future children are in the new PID namespace.
//
//   caller ──unshare(CLONE_NEWPID)           same PID, same namespace
//   caller ──fork()────────────────▶ child   PID 1 of the new namespace
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.pid_before", getpid());
  observe("caller.ns_before", ns_inode("/proc/self/ns/pid"));

  observe("caller.unshare", outcome(unshare(CLONE_NEWPID)));

  observe("caller.pid_after", getpid());
  observe("caller.ns_after", ns_inode("/proc/self/ns/pid"));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    observe("child.ppid", getppid());  // the parent has no PID inside
    observe("child.ns", ns_inode("/proc/self/ns/pid"));
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  // Kernels before 7.1 do not show this link before the first child exists.
  observe("caller.ns_for_children", ns_inode("/proc/self/ns/pid_for_children"));
}
