// A signal that init blocks is delivered to a handler that init installs later.
//
// As init_loses_blocked_signal_at_unblock, but init installs a handler before
// it unblocks the signal. An init that starts with its signals blocked does not
// miss a signal while it installs its handlers.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                     PID 1, blocks SIGTERM
//   caller ──fork()──▶ member ──kill()──▶ init  PID 2
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static siginfo_t seen{};
static void remember(int, siginfo_t* info, void*) { seen = *info; }

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
    struct sigaction action = {};
    action.sa_sigaction = remember;
    action.sa_flags = SA_SIGINFO;
    must(sigaction(SIGTERM, &action, nullptr));
    observe("init.si_signo_before_unblock", seen.si_signo);

    must(sigprocmask(SIG_UNBLOCK, &term, nullptr));
    observe("init.si_signo_after_unblock", seen.si_signo);
    observe("init.si_pid", seen.si_pid);
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
