// SIGTERM as a parent-death signal is lost on an init without a handler.
//
// PR_SET_PDEATHSIG asks the kernel for a signal when the parent dies. It comes
// in the dying parent's name, so from an ancestor, and obeys the same rule as
// kill(2) from there: without a handler only SIGKILL and SIGSTOP work.
//
//   caller                              adopts orphans
//   caller ──fork()──▶ parent ──unshare(CLONE_NEWPID)
//                      parent ──fork()──▶ init   PID 1 of the new namespace
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
      observe("init.prctl", outcome(prctl(PR_SET_PDEATHSIG, SIGTERM)));
      ready.open();
      parent_died.wait();
      _exit(0);
    }
    ready.wait();
    _exit(0);
  }

  // A parent sends the signal before it can be waited for.
  must(waitpid(parent, nullptr, 0));
  parent_died.open();

  int status;
  must(waitpid(-1, &status, 0));  // init: no other child is left
  observe("init.ended", ending(status));
}
