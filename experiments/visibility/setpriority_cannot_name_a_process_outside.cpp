// setpriority() cannot name a process or a process group outside: ESRCH.
//
// The kernel looks up the PID, or the process group ID, in the caller's PID
// namespace. From outside the same call works, because init has a PID there.
//
//   caller ──fork()──▶ bystander    outside, in its own process group
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside, uses the bystander's PID
#include <sched.h>
#include <sys/resource.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished, tried, reniced;
  const pid_t number = must(fork());
  if (number == 0) {
    finished.wait();
    _exit(0);
  }
  must(setpgid(number, number));
  observe("bystander.nice_before", getpriority(PRIO_PROCESS, number));
  must(unshare(CLONE_NEWPID));

  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.setpriority", outcome(setpriority(PRIO_PROCESS, number, 19)));
    observe("init.setpriority_group",
            outcome(setpriority(PRIO_PGRP, number, 19)));
    tried.open();
    reniced.wait();
    observe("init.nice", getpriority(PRIO_PROCESS, 0));
    _exit(0);
  }
  tried.wait();
  observe("bystander.nice_after", getpriority(PRIO_PROCESS, number));

  observe("caller.setpriority", outcome(setpriority(PRIO_PROCESS, init, 19)));
  observe("caller.setpriority_group",
          outcome(setpriority(PRIO_PGRP, number, 19)));
  reniced.open();
  must(waitpid(init, nullptr, 0));
  finished.open();
  must(waitpid(number, nullptr, 0));
}
