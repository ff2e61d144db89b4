// After unshare(CLONE_NEWPID), a grandchild is in the child's PID namespace.
//
// After unshare(), the caller is in one PID namespace and its children are in
// another. For the child they are the same: it inherits pid_for_children, which
// refers to the child's own namespace.
//
//   caller ──unshare(CLONE_NEWPID)                the two links differ
//   caller ──fork()────────▶ child                PID 1, the links are equal
//                            child ──fork()──▶ grandchild      PID 2
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    observe("child.ns", ns_inode("/proc/self/ns/pid"));
    observe("child.ns_for_children",
            ns_inode("/proc/self/ns/pid_for_children"));

    const pid_t grandchild = must(fork());
    if (grandchild == 0) {
      observe("grandchild.pid", getpid());
      observe("grandchild.ppid", getppid());
      observe("grandchild.ns", ns_inode("/proc/self/ns/pid"));
      _exit(0);
    }
    must(waitpid(grandchild, nullptr, 0));
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  observe("caller.ns_for_children", ns_inode("/proc/self/ns/pid_for_children"));
}
