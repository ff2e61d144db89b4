// After unshare(CLONE_NEWPID) the first child is PID 1 and the next joins it.
//
// As clone(CLONE_NEWPID), but unshare makes no process: it makes a namespace
// and sends all later children of the caller there. The first to arrive is
// its init, the next has number 2. Neither has a parent it could name.
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
    observe("init.ppid", getppid());  // the parent has no number in here
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
