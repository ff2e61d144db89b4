// Without a handler, init ignores SIGTERM, SIGKILL and SIGSTOP from inside.
//
// The kernel marks the first process of a PID namespace unkillable. If such a
// process would take the default action of a signal from a member, or from
// itself, the kernel discards the signal. kill(2) still returns 0.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                     PID 1 of the new namespace
//   caller ──fork()──▶ member ──kill()──▶ init  PID 2, a child of the caller
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate sent;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    sent.wait();
    observe("init.kill_self", outcome(kill(getpid(), SIGKILL)));
    observe("init.pid_after", getpid());
    _exit(0);
  }

  const pid_t member = must(fork());
  if (member == 0) {
    if (getpid() != 2) broken("PID 1 is not the init that was made here");
    observe("member.kill_term", outcome(kill(1, SIGTERM)));
    observe("member.kill_kill", outcome(kill(1, SIGKILL)));
    observe("member.kill_stop", outcome(kill(1, SIGSTOP)));
    must(kill(getpid(), SIGKILL));  // the member is not protected
    _exit(0);
  }
  int status;
  must(waitpid(member, &status, 0));
  observe("member.ended", ending(status));

  sent.open();  // a delivered signal stops or kills init before it reads this
  must(waitpid(init, &status, WUNTRACED));
  observe("init.ended", ending(status));
}
