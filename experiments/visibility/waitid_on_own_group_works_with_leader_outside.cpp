// waitid(P_PGID, 0) means the caller's group, even if its leader is outside.
//
// If the leader of its process group is outside, getpgrp() returns 0. waitid(2)
// and waitpid(2) do not look up a PGID of 0: they take the caller's own process
// group. So waitid(P_PGID, getpgrp()) finds the children in that group.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init  PID 1, in caller's group
//   init   ──fork(), setpgid()──▶ other     PID 2, in a group of its own
//   init   ──fork()──▶ first, second        PIDs 3 and 4, in the group of init
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t other = must(fork());
    if (other == 0) _exit(0);
    must(setpgid(other, 0));
    siginfo_t info{};
    must(waitid(P_PID, other, &info, WEXITED | WNOWAIT));  // now a zombie
    observe("init.pgid", getpgrp());

    const pid_t first = must(fork());
    if (first == 0) _exit(0);
    observe("init.waitid", outcome(waitid(P_PGID, getpgrp(), &info, WEXITED)));
    observe("init.reaped_by_waitid", info.si_pid);

    const pid_t second = must(fork());
    if (second == 0) _exit(0);
    observe("init.reaped_by_waitpid", waitpid(0, nullptr, 0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
