// Without a handler, init loses a pending signal when it unblocks that signal.
//
// The kernel does not discard a blocked signal, because init can install a
// handler before it unblocks the signal. After the unblock the kernel looks for
// a handler. Init has none, so the kernel discards the signal.
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
