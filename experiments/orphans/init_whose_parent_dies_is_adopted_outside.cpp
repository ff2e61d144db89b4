// If the parent of init ends, a reaper outside adopts init: getppid() stays 0.
//
// An orphan goes to a reaper in the dead parent's PID namespace, and the parent
// of init is outside. Init cannot see this: neither its old parent nor its new
// one has a PID inside. So getppid() does not show whether the parent is alive.
//
//   caller ──prctl(PR_SET_CHILD_SUBREAPER)
//   caller ──fork()──▶ parent                 unshare(CLONE_NEWPID), ends first
//   parent ──fork()──▶ init                   PID 1 inside
#include <sched.h>
#include <sys/prctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate parent_seen, orphaned;
  must(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));

  const pid_t parent = must(fork());
  if (parent == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      observe("init.pid", getpid());
      observe("init.ppid_before", getppid());
      parent_seen.open();
      orphaned.wait();
      observe("init.ppid_after", getppid());
      _exit(7);
    }
    observe("init.pid_outside", init);
    parent_seen.wait();
    _exit(0);
  }
  must(waitpid(parent, nullptr, 0));
  orphaned.open();

  int status = 0;
  observe("caller.reaped", waitpid(-1, &status, 0));
  observe("init.ended", ending(status));
}
