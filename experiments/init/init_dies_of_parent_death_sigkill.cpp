// SIGKILL as the parent-death signal kills init.
//
// As init_ignores_parent_death_sigterm, but with SIGKILL. The parent of an init
// is always in an ancestor namespace, so the signal is forced. The kernel kills
// the other members with init. This is how `unshare --kill-child` works. A
// child does not inherit the parent-death signal.
//
//   caller                              a subreaper: adopts init
//   caller ──fork()──▶ parent ──unshare(CLONE_NEWPID)
//   parent ──fork()──▶ init             PID 1 of the new namespace
//   init   ──fork()──▶ child            PID 2
#include <sched.h>
#include <sys/prctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(prctl(PR_SET_CHILD_SUBREAPER, 1));
  Gate ready, parent_died;
  const pid_t parent = must(fork());
  if (parent == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      observe("init.pid", getpid());
      observe("init.prctl", outcome(prctl(PR_SET_PDEATHSIG, SIGKILL)));
      const pid_t child = must(fork());
      if (child == 0) {
        int signal = -1;
        must(prctl(PR_GET_PDEATHSIG, &signal));
        observe("child.pdeathsig", signal);
        _exit(0);
      }
      must(waitpid(child, nullptr, 0));
      ready.open();
      parent_died.wait();
      _exit(0);
    }
    ready.wait();
    _exit(0);
  }

  // The kernel sends the signal before waitpid can return the parent.
  must(waitpid(parent, nullptr, 0));
  parent_died.open();

  int status;
  must(waitpid(-1, &status, 0));  // init: no other child is left
  observe("init.ended", ending(status));
}
