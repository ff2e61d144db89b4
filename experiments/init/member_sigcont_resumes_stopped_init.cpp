// A member's SIGCONT resumes an init that an ancestor has stopped.
//
// A member can neither stop nor end its init, but it can resume it. SIGCONT
// wakes a stopped process while it is being sent, before the kernel asks
// whether the receiver will ignore it.
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

  // The wake-up is done when kill returns: there is nothing to wait for. If
  // nothing happened, status still says "stopped".
  must(waitpid(init, &status, WCONTINUED | WNOHANG));
  observe("init.stopped_after", ending(status));

  must(kill(init, SIGKILL));
  must(waitpid(init, nullptr, 0));
}
