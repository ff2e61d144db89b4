// A subreaper inside a PID namespace adopts orphans before PID 1 does.
//
// As in orphan_is_adopted_by_init, but a process between init and the parent is
// a subreaper. The kernel goes up from parent to parent, and the first
// subreaper adopts the orphan.
//
//   caller    ──unshare(CLONE_NEWPID)
//   caller    ──fork()──▶ init         PID 1 inside
//   init      ──fork()──▶ subreaper    PID 2: prctl(PR_SET_CHILD_SUBREAPER)
//   subreaper ──fork()──▶ parent       PID 3, ends first
//   parent    ──fork()──▶ orphan       PID 4
#include <sched.h>
#include <sys/prctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate parent_seen, orphaned;
  must(unshare(CLONE_NEWPID));

  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t subreaper = must(fork());
    if (subreaper == 0) {
      must(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
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
      observe("subreaper.reaped", waitpid(-1, &status, 0));
      observe("orphan.ended", ending(status));
      _exit(0);
    }
    must(waitpid(subreaper, nullptr, 0));
    observe("init.waitpid", outcome(waitpid(-1, nullptr, 0)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
