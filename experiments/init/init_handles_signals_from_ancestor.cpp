// A handler of init sees si_pid 0 when the signal comes from an ancestor.
//
// As init_handles_signals_from_inside, but the sender is outside. It has no
// number in init's namespace, so the kernel puts 0 where the sender's PID goes:
// init can be told what to do by someone it could never name.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1 of the new namespace
//   caller ──kill()──▶ init   by the number init has out here
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static siginfo_t seen{};
static void remember(int, siginfo_t* info, void*) { seen = *info; }

int main() {
  seen.si_pid = -1;  // what an untouched field would show
  Gate ready, sent;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    struct sigaction action {};
    action.sa_sigaction = remember;
    action.sa_flags = SA_SIGINFO;
    must(sigaction(SIGTERM, &action, nullptr));
    ready.open();

    sent.wait();
    observe("init.si_signo", seen.si_signo);
    observe("init.si_code", seen.si_code);
    observe("init.si_pid", seen.si_pid);
    _exit(0);
  }
  ready.wait();

  observe("caller.kill_term", outcome(kill(init, SIGTERM)));

  sent.open();  // the handler runs before init reads this
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
