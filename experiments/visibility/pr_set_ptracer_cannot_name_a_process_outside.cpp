// PR_SET_PTRACER cannot name a tracer outside the PID namespace: EINVAL.
//
// With Yama, a process can allow another one to trace it. The PID is looked up
// in the caller's PID namespace. -1 allows every process.
//
//   caller ──fork()──▶ bystander    outside
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside
//   init   ──prctl(PR_SET_PTRACER)──▶ bystander    EINVAL; from caller ok
#include <sched.h>
#include <sys/prctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  const pid_t bystander = must(fork());
  if (bystander == 0) finished.wait(), _exit(0);
  observe("caller.prctl", outcome(prctl(PR_SET_PTRACER, bystander)));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.prctl_bystander", outcome(prctl(PR_SET_PTRACER, bystander)));
    observe("init.prctl_1", outcome(prctl(PR_SET_PTRACER, 1)));
    observe("init.prctl_any",
            outcome(prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  finished.open();
  must(waitpid(bystander, nullptr, 0));
}
