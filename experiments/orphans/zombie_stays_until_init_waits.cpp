// An orphan that has ended stays a zombie, with its PID, until PID 1 waits.
//
// A zombie keeps the exit status of a process for its parent, and init is the
// parent of an orphan. WNOWAIT reads the status and leaves the zombie.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 inside
//   init   ──fork()──▶ parent    PID 2, ends at once
//   parent ──fork()──▶ orphan    PID 3, ends when init has adopted it
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate orphaned;
  must(unshare(CLONE_NEWPID));

  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t parent = must(fork());
    if (parent == 0) {
      if (must(fork()) == 0) {
        orphaned.wait();
        observe("orphan.pid", getpid());
        observe("orphan.ppid", getppid());
        _exit(7);
      }
      _exit(0);
    }
    observe("init.waitpid_parent", outcome(waitpid(parent, nullptr, 0)));
    orphaned.open();

    siginfo_t seen{};
    observe("init.waitid_wnowait",
            outcome(waitid(P_ALL, 0, &seen, WEXITED | WNOWAIT)));
    const pid_t zombie = seen.si_pid;
    observe("init.zombie", zombie);
    observe("init.kill_before_waitid", outcome(kill(zombie, 0)));

    observe("init.waitid", outcome(waitid(P_ALL, 0, &seen, WEXITED)));
    observe("init.reaped", seen.si_pid);
    observe("init.kill_after_waitid", outcome(kill(zombie, 0)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
