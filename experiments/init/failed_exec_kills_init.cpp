// An execve(2) that fails after the old program is gone kills init by SIGSEGV.
//
// execve(2) cannot return to a program that it has removed already. So the
// kernel ends the process by a forced SIGSEGV, and init is not protected.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()────▶ init   PID 1 of the new namespace
//   init   ──execve()           the new program does not fit
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main(int, char** argv) {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(signal(SIGSEGV, SIG_DFL));  // a sanitizer may have set a handler
    observe("init.kill_segv", outcome(kill(getpid(), SIGSEGV)));
    observe("init.execl_missing", outcome(execl("/tmp/?", "?", nullptr)));

    const rlimit no_core{}, no_room{.rlim_cur = 65536, .rlim_max = 65536};
    must(setrlimit(RLIMIT_CORE, &no_core));
    must(setrlimit(RLIMIT_AS, &no_room));
    observe("init.execl_too_big",
            outcome(execl("/proc/self/exe", argv[0], nullptr)));
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
