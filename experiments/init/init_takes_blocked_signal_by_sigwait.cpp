// An init without a handler can take a blocked signal with sigtimedwait(2).
//
// As init_loses_blocked_signal_at_unblock, but init takes the signal while it
// is blocked. So an init can receive signals without any handler. Some small
// inits for containers do so: they block all signals and wait for them.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1 of the new namespace, blocks SIGTERM
//   caller ──kill()──▶ init   from outside, as `docker stop` does
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate ready, sent;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    sigset_t term;
    must(sigemptyset(&term));
    must(sigaddset(&term, SIGTERM));
    must(sigprocmask(SIG_BLOCK, &term, nullptr));
    ready.open();

    sent.wait();
    siginfo_t info{};
    const timespec now{};  // fails at once if no signal is pending
    observe("init.sigtimedwait", outcome(sigtimedwait(&term, &info, &now)));
    observe("init.si_signo", info.si_signo);
    observe("init.si_pid", info.si_pid);
    _exit(0);
  }
  ready.wait();

  observe("caller.kill_term", outcome(kill(init, SIGTERM)));

  sent.open();
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
