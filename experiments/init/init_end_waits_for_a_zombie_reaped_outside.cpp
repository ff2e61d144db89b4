// Init's end is not reported before the last zombie of its namespace is reaped.
//
// A reaped init shall mean an empty namespace, so a dying init sleeps until
// every other number is given back. A zombie whose parent lives outside keeps
// its number, and init dying, for as long as that parent pleases.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   caller ──fork()──▶ member    PID 2, to be reaped by the caller, outside
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

  // The member has died of init's death, and WNOWAIT leaves it a zombie.
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
