// If an ancestor calls kill(2), SIGKILL and SIGSTOP are forced on init.
//
// As init_ignores_signals_from_ancestor, but with the two signals that no
// process can handle. Init ignores them from inside. From outside the kernel
// forces them, so that an ancestor can stop or end a PID namespace by kill(2).
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1 of the new namespace
//   caller ──kill()──▶ init   SIGSTOP, then SIGKILL
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate ready, sent;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    ready.open();
    sent.wait();
    _exit(0);
  }
  ready.wait();

  observe("caller.kill_stop", outcome(kill(init, SIGSTOP)));
  sent.open();  // init reads this and exits, unless it is stopped first
  int status;
  must(waitpid(init, &status, WUNTRACED));
  observe("init.stopped", ending(status));
  if (!WIFSTOPPED(status)) return 0;  // init was not stopped and has ended

  observe("caller.kill_kill", outcome(kill(init, SIGKILL)));
  must(kill(init, SIGCONT));  // init reads the byte, unless it was killed
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
