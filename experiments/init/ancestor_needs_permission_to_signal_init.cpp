// An ancestor that lacks permission to signal init gets EPERM from kill(2).
//
// A process in an ancestor namespace can name init by a PID, but kill(2) also
// checks user IDs. This check is the same for every process. It comes first, so
// it does not matter whether init has a handler.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1 of the new namespace, uid 0, counts SIGTERM
//   caller ──kill()──▶ init   as root
//   caller ──setuid(65534)
//   caller ──kill()──▶ init   as nobody
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static volatile sig_atomic_t runs = 0;
static void count(int) { runs = runs + 1; }

int main() {
  Gate ready, sent, again;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    struct sigaction action = {};
    action.sa_handler = count;
    must(sigaction(SIGTERM, &action, nullptr));
    observe("init.pid", getpid());
    ready.open();

    sent.wait();
    observe("init.handler_runs_by_root", runs);
    ready.open();

    again.wait();
    observe("init.handler_runs_by_both", runs);
    _exit(0);
  }
  ready.wait();

  observe("caller.kill_term_as_root", outcome(kill(init, SIGTERM)));
  sent.open();
  ready.wait();

  must(setuid(65534));  // drops CAP_KILL as well
  observe("caller.kill_term_as_nobody", outcome(kill(init, SIGTERM)));
  observe("caller.kill_kill_as_nobody", outcome(kill(init, SIGKILL)));
  observe("caller.kill_zero_as_nobody", outcome(kill(init, 0)));

  again.open();
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
