// A handler in init sees si_pid 0 for a signal from an ancestor.
//
// As init_handles_signals_from_inside, but the sender is outside. It has no PID
// in init's PID namespace, so the kernel sets si_pid to 0. From si_pid, init
// cannot learn which process sent the signal.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1 of the new namespace
//   caller ──kill()──▶ init   by the PID that init has outside
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static siginfo_t seen{};
static void remember(int, siginfo_t* info, void*) { seen = *info; }

int main() {
  seen.si_pid = -1;  // the value if no handler runs
  Gate ready, sent;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    struct sigaction action = {};
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
