// PRIO_USER covers only those of a user's processes that the caller can see.
//
// As setpriority_on_the_group_reaches_outside, but who = 0 stands for the user
// here, and the kernel skips every process that has no number inside.
// getpriority gives the least nice value of all that are meant.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init    PID 1 inside, the same user, as nice as can be
#include <sched.h>
#include <sys/resource.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  observe("caller.nice", getpriority(PRIO_PROCESS, 0));

  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.uid", getuid());
    must(setpriority(PRIO_PROCESS, 0, 19));
    observe("init.nice_of_user", getpriority(PRIO_USER, 0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  observe("caller.uid", getuid());
  observe("caller.nice_of_user", getpriority(PRIO_USER, 0));
}
