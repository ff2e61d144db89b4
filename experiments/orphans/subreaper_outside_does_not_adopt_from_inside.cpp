// A subreaper outside does not adopt an orphan whose dead parent was inside.
//
// As in orphan_is_adopted_by_init, but the caller is a subreaper. The search
// for a subreaper goes up from parent to parent, and stops at the first process
// outside.
//
//   caller ──prctl(PR_SET_CHILD_SUBREAPER), unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 inside: adopts, and waits
//   init   ──fork()──▶ parent    PID 2, ends first
//   parent ──fork()──▶ orphan    PID 3
#include <sched.h>
#include <sys/prctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate parent_seen, orphaned;
  must(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
  must(unshare(CLONE_NEWPID));

  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t parent = must(fork());
    if (parent == 0) {
      const pid_t orphan = must(fork());
      if (orphan == 0) {
        observe("orphan.pid", getpid());
        observe("orphan.ppid_before", getppid());
        parent_seen.open();
        orphaned.wait();
        observe("orphan.ppid_after", getppid());
        _exit(7);
      }
      parent_seen.wait();
      _exit(0);
    }
    must(waitpid(parent, nullptr, 0));
    orphaned.open();

    int status = 0;
    observe("init.reaped", waitpid(-1, &status, 0));
    observe("orphan.ended", ending(status));
    _exit(0);
  }
  while (must(waitpid(-1, nullptr, 0)) != init) {  // init is the only child
  }
  observe("caller.waitpid", outcome(waitpid(-1, nullptr, 0)));
}
