// Init cannot be reaped until all zombies in its PID namespace are reaped.
//
// When init is reaped, its PID namespace is empty. So an init that exits sleeps
// until every other PID is freed. A zombie whose parent is outside keeps its
// PID until that parent reaps it, and until then init does not end.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   caller ──fork()──▶ member    PID 2, a child of the caller
//   caller ──kill(init, SIGKILL)
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    for (;;) pause();
  }
  const pid_t member = must(fork());
  if (member == 0) {
    for (;;) pause();
  }
  must(kill(init, SIGKILL));

  // The end of init kills the member, and WNOWAIT leaves it a zombie.
  siginfo_t zombie;
  must(waitid(P_PID, member, &zombie, WEXITED | WNOWAIT));
  observe("member.si_status", zombie.si_status);

  int status;
  observe("caller.reaped_before", must(waitpid(init, &status, WNOHANG)));

  must(waitpid(member, &status, 0));
  observe("member.ended", ending(status));
  observe("caller.waitpid", outcome(waitpid(init, &status, 0)));
  observe("init.ended", ending(status));
}
