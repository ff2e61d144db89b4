// kill(0) reaches members of the caller's process group that are outside.
//
// kill(0) does not look up a PID: it takes the caller's process group. Before
// Linux 7.3, a receiver outside sees the sender's PID from inside in si_pid.
// Outside, another process has this PID.
//
//   caller ──fork()──▶ leader    setsid, unshare(CLONE_NEWPID)
//   leader ──fork()──▶ init      PID 1 inside, in the leader's group: kill(0)
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  sigset_t usr1;
  sigemptyset(&usr1);
  sigaddset(&usr1, SIGUSR1);

  const pid_t leader = must(fork());
  if (leader == 0) {
    must(setsid());  // otherwise kill(0) would signal the caller's group
    must(sigprocmask(SIG_BLOCK, &usr1, nullptr));
    must(unshare(CLONE_NEWPID));

    const pid_t init = must(fork());
    if (init == 0) {
      observe("init.pid", getpid());
      observe("init.kill_zero", outcome(kill(0, SIGUSR1)));
      _exit(0);
    }
    observe("init.pid_outside", init);
    must(waitpid(init, nullptr, 0));

    siginfo_t signal{};
    const timespec at_once{};
    observe("leader.sigtimedwait",
            outcome(sigtimedwait(&usr1, &signal, &at_once)));
    observe("leader.si_code", signal.si_code);
    observe("leader.si_pid", signal.si_pid);
    _exit(0);
  }
  must(waitpid(leader, nullptr, 0));
}
