// After execve(2), init still ignores SIGKILL from inside.
//
// The unkillable mark belongs to the process and not to its program. execve(2)
// resets the handlers, but keeps the mark and the PID. So the program that an
// entrypoint script executes takes over the protection and the duties of init.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()────▶ init   PID 1 of the new namespace
//   init   ──execve()──▶ init   this program again, with an argument
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main(int argc, char** argv) {
  if (argc > 1) {  // init after execve
    observe("init.pid_after", getpid());
    observe("init.kill_kill_after", outcome(kill(getpid(), SIGKILL)));
    observe("init.went_on", "after its own SIGKILL");
    _exit(0);
  }

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid_before", getpid());
    observe("init.kill_kill_before", outcome(kill(getpid(), SIGKILL)));
    must(execl("/proc/self/exe", argv[0], "again", nullptr));
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
