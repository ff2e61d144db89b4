// Without a subreaper, PID 1 of the dead parent's namespace adopts an orphan.
//
// A process that ends gives its children to a new parent, and only then can its
// own parent reap it. So once waitpid() has returned, init is the parent of the
// orphan.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 inside: adopts, and waits
//   init   ──fork()──▶ parent    PID 2, ends first
//   parent ──fork()──▶ orphan    PID 3
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate parent_seen, orphaned;
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
  must(waitpid(init, nullptr, 0));
}
