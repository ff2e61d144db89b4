// prctl(PR_SET_PTRACER) looks up its PID in the caller's PID namespace.
//
// The security module Yama lets a process be traced by its ancestors only. By
// PR_SET_PTRACER, a process chooses one more tracer. A process outside cannot
// be chosen, but a process outside can choose one inside.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──prctl(PR_SET_PTRACER)                   the caller's PID: EINVAL
//   caller ──prctl(PR_SET_PTRACER)                   init's PID outside: ok
#include <sched.h>
#include <sys/prctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const pid_t caller = getpid();
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.prctl_callers_pid", outcome(prctl(PR_SET_PTRACER, caller)));
    observe("init.prctl_1", outcome(prctl(PR_SET_PTRACER, 1)));
    _exit(0);
  }
  observe("caller.prctl_pid_of_init", outcome(prctl(PR_SET_PTRACER, init)));
  must(waitpid(init, nullptr, 0));
}
