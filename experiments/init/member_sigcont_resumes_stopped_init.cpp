// A member's SIGCONT resumes an init that an ancestor has stopped.
//
// While kill(2) sends SIGCONT, it wakes the stopped threads. Only after that
// does the kernel check whether the receiver ignores the signal. The resumed
// init is protected as before: a member's SIGKILL has no effect.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                     PID 1 of the new namespace
//   caller ──kill(SIGSTOP)───────────────▶ init
//   caller ──fork()──▶ member ──kill(SIGCONT), kill(SIGKILL)──▶ init
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate resumed, seen, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    finished.wait();
    _exit(7);
  }

  must(kill(init, SIGSTOP));
  int status;
  must(waitpid(init, &status, WUNTRACED));
  observe("init.stopped_before", ending(status));

  const pid_t member = must(fork());
  if (member == 0) {
    if (getpid() != 2) broken("PID 1 is not the init that was made here");
    observe("member.kill_cont", outcome(kill(1, SIGCONT)));
    resumed.open();
    seen.wait();
    observe("member.kill_kill", outcome(kill(1, SIGKILL)));
    _exit(0);
  }
  resumed.wait();

  // The kernel resumes init before kill returns, so WNOHANG is enough. If init
  // is still stopped, status is unchanged and still says "stopped".
  must(waitpid(init, &status, WCONTINUED | WNOHANG));
  observe("init.stopped_after", ending(status));
  seen.open();
  must(waitpid(member, nullptr, 0));

  // An init that is still stopped would never end.
  if (!WIFCONTINUED(status)) must(kill(init, SIGKILL));
  finished.open();
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
