// abort(3) does end an init, but not by SIGABRT.
//
// As init_dies_of_its_own_fault, but by way of the C library. abort() sends
// itself SIGABRT, which is lost, as is a second one. Then it has nothing left
// but an instruction that faults. A container says 139 where 134 was meant.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   init   ──fork()──▶ member    PID 2; both call abort()
#include <sched.h>
#include <stdlib.h>
#include <sys/prctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(prctl(PR_SET_DUMPABLE, 0));  // leave no core file behind
    must(signal(SIGSEGV, SIG_DFL));   // a sanitizer may have installed its own

    const pid_t member = must(fork());
    if (member == 0) abort();
    int status;
    must(waitpid(member, &status, 0));
    observe("member.ended", ending(status));

    observe("init.kill_abrt", outcome(kill(getpid(), SIGABRT)));
    abort();
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
