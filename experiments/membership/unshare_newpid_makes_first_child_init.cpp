// After unshare(CLONE_NEWPID), the first child is PID 1 and the next is PID 2.
//
// clone(CLONE_NEWPID) creates a process, but unshare(CLONE_NEWPID) does not. It
// creates a PID namespace for all later children of the caller. The first child
// is its init. The parent is outside, so getppid() returns 0 to both children.
//
//   caller ──unshare(CLONE_NEWPID)           stays in its own namespace
//   caller ──fork()────────────────▶ init    PID 1 of the new namespace
//   caller ──fork()────────────────▶ next    PID 2 of the new namespace
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.pid", getpid());
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));

  Gate finished;
  observe("caller.unshare", outcome(unshare(CLONE_NEWPID)));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    observe("init.ppid", getppid());  // the parent has no PID inside
    observe("init.ns", ns_inode("/proc/self/ns/pid"));
    finished.wait();
    _exit(0);
  }
  observe("init.pid_outside", init);

  const pid_t next = must(fork());
  if (next == 0) {
    observe("next.pid", getpid());
    observe("next.ppid", getppid());
    observe("next.ns", ns_inode("/proc/self/ns/pid"));
    _exit(0);
  }
  observe("next.pid_outside", next);
  must(waitpid(next, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
