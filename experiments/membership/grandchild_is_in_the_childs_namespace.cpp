// A child is at home where it is born: its own children are born beside it.
//
// The caller of unshare is the odd one: it lives in one namespace and its
// children in another. The child inherits pid_for_children, and that is just
// the namespace which it was born in: its own two links agree.
//
//   caller ──unshare(CLONE_NEWPID)                the two links differ
//   caller ──fork()────────▶ child                PID 1, the links agree
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
