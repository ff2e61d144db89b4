// An ancestor's signal, too, is lost on an init that has no handler for it.
//
// As init_ignores_signals_from_inside, but the sender is outside. Being an
// ancestor helps only SIGKILL and SIGSTOP. Every other default action is
// denied: this is why `docker stop` waits in vain for so many a PID 1.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1 of the new namespace
//   caller ──kill()──▶ init   five signals that would end anyone else
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate sent;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    sent.wait();
    observe("init.pid_after", getpid());
    _exit(0);
  }

  observe("caller.kill_term", outcome(kill(init, SIGTERM)));
  observe("caller.kill_int", outcome(kill(init, SIGINT)));
  observe("caller.kill_hup", outcome(kill(init, SIGHUP)));
  observe("caller.kill_quit", outcome(kill(init, SIGQUIT)));
  observe("caller.kill_rtmin", outcome(kill(init, SIGRTMIN)));

  sent.open();  // a signal in force would stop or end init before it reads this
  int status;
  must(waitpid(init, &status, WUNTRACED));
  observe("init.ended", ending(status));
}
