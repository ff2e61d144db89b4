// kill() cannot name a process outside the caller's PID namespace: ESRCH.
//
// The kernel looks up a PID only in the caller's PID namespace. It does so
// before it checks permissions, so the error is ESRCH, not EPERM.
//
//   caller ──fork()──▶ bystander    outside, in its own process group
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside, uses the bystander's PID
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  const pid_t number = must(fork());
  if (number == 0) {
    finished.wait();
    _exit(0);
  }
  must(setpgid(number, number));
  must(unshare(CLONE_NEWPID));

  const pid_t init = must(fork());
  if (init == 0) {
    // Signal 0 checks only whether a signal could be sent.
    observe("init.kill", outcome(kill(number, 0)));
    observe("init.kill_group", outcome(kill(-number, 0)));
    observe("init.tgkill", outcome(syscall(SYS_tgkill, number, number, 0)));
    observe("init.sigqueue", outcome(sigqueue(number, 0, sigval{})));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));

  // The same process, the same user, the same PID, but from outside.
  observe("caller.kill", outcome(kill(number, 0)));
  observe("caller.kill_group", outcome(kill(-number, 0)));
  observe("caller.tgkill", outcome(syscall(SYS_tgkill, number, number, 0)));
  observe("caller.sigqueue", outcome(sigqueue(number, 0, sigval{})));

  finished.open();
  must(waitpid(number, nullptr, 0));
}
