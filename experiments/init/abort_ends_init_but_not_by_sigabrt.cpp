// abort(3) ends init, but the signal that kills it is not SIGABRT.
//
// As init_dies_of_its_own_fault, but in the C library. abort() raises SIGABRT
// twice, and the kernel discards both signals. Then abort() executes an
// instruction that faults. On x86 a container ends with status 139, not 134.
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
    must(signal(SIGSEGV, SIG_DFL));   // a sanitizer may have set a handler

    const pid_t member = must(fork());
    if (member == 0) abort();
    int status;
    must(waitpid(member, &status, 0));
    observe("member.ended", ending(status));

    observe("init.kill_abrt", outcome(kill(getpid(), SIGABRT)));
    must(signal(SIGALRM, [](int) { _exit(0); }));
    alarm(5);  // its end on a kernel that does not end it
    abort();
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
