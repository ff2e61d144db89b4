// A signal that init blocks is kept without a handler and lost at unblock.
//
// Whether a signal will be ignored can be known only when it is unblocked, so
// the kernel keeps a blocked one, also for an unkillable init. At the unblock
// it looks again: still no handler, and the default action is denied.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                     PID 1, blocks SIGTERM
//   caller ──fork()──▶ member ──kill()──▶ init  PID 2
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate ready, sent;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    sigset_t term, pending;
    must(sigemptyset(&term));
    must(sigaddset(&term, SIGTERM));
    must(sigprocmask(SIG_BLOCK, &term, nullptr));
    ready.open();

    sent.wait();
    must(sigpending(&pending));
    observe("init.pending_before_unblock", sigismember(&pending, SIGTERM));

    must(sigprocmask(SIG_UNBLOCK, &term, nullptr));
    must(sigpending(&pending));
    observe("init.pending_after_unblock", sigismember(&pending, SIGTERM));
    _exit(0);
  }
  ready.wait();

  const pid_t member = must(fork());
  if (member == 0) {
    if (getpid() != 2) broken("PID 1 is not the init that was made here");
    observe("member.kill_term", outcome(kill(1, SIGTERM)));
    _exit(0);
  }
  must(waitpid(member, nullptr, 0));

  sent.open();
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
