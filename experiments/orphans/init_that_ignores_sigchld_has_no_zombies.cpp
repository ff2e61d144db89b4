// If PID 1 ignores SIGCHLD, orphans that end do not become zombies.
//
// As in zombie_stays_until_init_waits, but SIGCHLD is SIG_IGN in init. The
// kernel reaps each child of init at once. A wait blocks until no child is
// left, and then fails with ECHILD.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 inside: SIGCHLD is SIG_IGN
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
    must(signal(SIGCHLD, SIG_IGN));
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
    observe("init.zombie", seen.si_pid);
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
