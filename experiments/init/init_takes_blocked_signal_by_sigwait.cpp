// An init takes a blocked signal by sigtimedwait(2) and needs no handler.
//
// As init_loses_blocked_signal_at_unblock, but init fetches the signal while it
// is blocked. "Has a handler" is not the whole rule: small inits for containers
// install none; they block everything and wait for it.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1 of the new namespace, blocks SIGTERM
//   caller ──kill()──▶ init   as `docker stop` does, from outside
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
    const timespec now{};  // gives up at once if nothing was kept
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
