// A member's SIGCONT resumes an init that an ancestor has stopped.
//
// A member cannot stop or kill init by a signal, but it can resume it. While
// kill(2) sends SIGCONT, it wakes the stopped threads. Only after that does the
// kernel check whether the receiver ignores the signal.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                     PID 1 of the new namespace
//   caller ──kill(SIGSTOP)───────────────▶ init
//   caller ──fork()──▶ member ──kill(SIGCONT)──▶ init
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    finished.wait();
    _exit(0);
  }

  must(kill(init, SIGSTOP));
  int status;
  must(waitpid(init, &status, WUNTRACED));
  observe("init.stopped_before", ending(status));

  const pid_t member = must(fork());
  if (member == 0) {
    if (getpid() != 2) broken("PID 1 is not the init that was made here");
    observe("member.kill_cont", outcome(kill(1, SIGCONT)));
    _exit(0);
  }
  must(waitpid(member, nullptr, 0));

  // The kernel resumes init before kill returns, so WNOHANG is enough. If init
  // is still stopped, status is unchanged and still says "stopped".
  must(waitpid(init, &status, WCONTINUED | WNOHANG));
  observe("init.stopped_after", ending(status));

  must(kill(init, SIGKILL));
  must(waitpid(init, nullptr, 0));
}
