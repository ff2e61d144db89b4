// A signal from inside is delivered to an init that has a handler for it.
//
// As init_ignores_signals_from_inside, but init has a handler. The protection
// of init covers default actions only. The handler sees the sender's PID in
// init's PID namespace. SIGKILL and SIGSTOP cannot have a handler.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                     PID 1 of the new namespace
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
    struct sigaction action = {};
    action.sa_sigaction = remember;
    action.sa_flags = SA_SIGINFO;
    must(sigaction(SIGTERM, &action, nullptr));
    observe("init.sigaction_kill",
            outcome(sigaction(SIGKILL, &action, nullptr)));
    observe("init.sigaction_stop",
            outcome(sigaction(SIGSTOP, &action, nullptr)));
    ready.open();

    sent.wait();
    observe("init.si_signo_of_member", seen.si_signo);
    observe("init.si_code_of_member", seen.si_code);
    observe("init.si_pid_of_member", seen.si_pid);

    must(kill(getpid(), SIGTERM));  // the handler runs before kill returns
    observe("init.si_pid_of_self", seen.si_pid);
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

  sent.open();  // the handler runs before init reads this
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
