// SIGSEGV from a fault kills init; SIGSEGV from its own kill(2) does not.
//
// A process cannot continue after an instruction that faults: if the kernel
// discarded SIGSEGV, the instruction would fault again, forever. So the kernel
// removes init's unkillable mark before it sends the signal. (It keeps the mark
// of a traced init: under strace, this init faults forever.)
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1, writes to a page that it may not access
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
    must(signal(SIGSEGV, SIG_DFL));   // a sanitizer may have set a handler
    observe("init.kill_segv", outcome(kill(getpid(), SIGSEGV)));

    // On a kernel that does not kill init, the store faults again and again.
    must(signal(SIGALRM, [](int) { _exit(0); }));
    alarm(5);
    // A page that cannot be accessed.
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
