// kill(0) inside reaches members of the same process group outside.
//
// It needs no number: the group is taken from the sender, whoever is in it.
// Nor, before Linux 7.3, is si_pid translated: the receiver reads the number
// that the sender has inside, and outside that number is someone else's.
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
    must(setsid());  // or else kill(0) would hit the group that started this
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
