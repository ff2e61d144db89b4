// getpriority(PRIO_USER) covers only processes that are visible to the caller.
//
// As in setpriority_on_the_group_reaches_outside, but here who = 0 is the
// caller's user. The kernel leaves out every process that has no PID inside.
// getpriority() returns the lowest nice value of all processes that it covers.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init    PID 1 inside, the same user, with nice value 19
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
