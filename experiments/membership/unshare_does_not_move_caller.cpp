// unshare(CLONE_NEWPID) does not move the caller.
//
// As setns: for other types of namespace unshare moves its caller, but a PID
// is for life. The caller keeps its number and its namespace; only its next
// children are born elsewhere.
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
    observe("child.ppid", getppid());  // the parent has no number in here
    observe("child.ns", ns_inode("/proc/self/ns/pid"));
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  // Before the first child was born, many kernels do not show this link.
  observe("caller.ns_for_children", ns_inode("/proc/self/ns/pid_for_children"));
}
