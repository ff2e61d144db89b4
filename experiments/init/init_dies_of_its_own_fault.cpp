// A fault kills an init, though the same signal sent by kill(2) is lost.
//
// A process cannot go on past an instruction that faults: were SIGSEGV ignored,
// it would fault again for ever. So before the kernel forces the signal upon
// init, it takes the unkillable mark away. (Not if init is traced: under strace
// it does fault for ever.)
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1 of the new one, touches a forbidden page
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(prctl(PR_SET_DUMPABLE, 0));  // leave no core file behind
    must(signal(SIGSEGV, SIG_DFL));   // a sanitizer may have installed its own
    observe("init.kill_segv", outcome(kill(getpid(), SIGSEGV)));

    // A page that nobody may touch.
    void* page =
        must(mmap(nullptr, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    *static_cast<volatile char*>(page) = 1;
    observe("init.went_on", "after the fault");
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
