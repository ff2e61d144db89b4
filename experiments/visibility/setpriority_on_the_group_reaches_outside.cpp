// setpriority(PRIO_PGRP, 0, n) reaches group members that are outside.
//
// As in kill_zero_reaches_the_group_outside, but with setpriority(): who = 0 is
// the caller's process group, and the kernel does not check the PID namespaces
// of its members.
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
    must(setsid());  // otherwise this would change the caller's group
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
