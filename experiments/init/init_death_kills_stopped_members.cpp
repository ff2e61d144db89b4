// When init ends, a stopped member of its PID namespace dies as well.
//
// As in init_death_kills_the_other_members, but the member stops first. SIGKILL
// wakes a stopped process to let it die: no SIGCONT is needed, none is sent.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace, exits by itself
//   caller ──fork()──▶ member    PID 2, stops itself by SIGSTOP
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finish;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    finish.wait();
    _exit(7);
  }

  // Not a child of init: the caller is its parent and can see how it ends.
  const pid_t member = must(fork());
  if (member == 0) {
    must(kill(getpid(), SIGSTOP));
    observe("member.went_on", "after SIGSTOP");
    _exit(0);
  }
  int status;
  must(waitpid(member, &status, WUNTRACED));
  observe("member.stopped", ending(status));
  finish.open();

  must(waitpid(member, &status, WUNTRACED | WCONTINUED));
  observe("member.ended", ending(status));
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
