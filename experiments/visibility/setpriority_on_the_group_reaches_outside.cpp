// setpriority(2) on one's own process group reaches members outside.
//
// As kill_zero_reaches_the_group_outside: who = 0 stands for the group of the
// caller, and no one asks where its members are.
//
//   caller ──fork()──▶ leader    setsid, unshare(CLONE_NEWPID)
//   leader ──fork()──▶ init      PID 1 inside, in the leader's group
#include <sched.h>
#include <sys/resource.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const pid_t leader = must(fork());
  if (leader == 0) {
    must(setsid());  // or else the group that started this would be reniced
    observe("leader.nice_before", getpriority(PRIO_PROCESS, 0));
    must(unshare(CLONE_NEWPID));

    const pid_t init = must(fork());
    if (init == 0) {
      observe("init.setpriority", outcome(setpriority(PRIO_PGRP, 0, 19)));
      observe("init.nice", getpriority(PRIO_PROCESS, 0));
      _exit(0);
    }
    must(waitpid(init, nullptr, 0));
    observe("leader.nice_after", getpriority(PRIO_PROCESS, 0));
    _exit(0);
  }
  must(waitpid(leader, nullptr, 0));
}
