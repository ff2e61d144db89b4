// A tracer inside the PID namespace can kill init by injecting SIGKILL.
//
// The signal that a tracer injects takes the place of the one that stopped its
// tracee. The kernel does not ask who sent it. So an injected SIGKILL kills
// init. An injected SIGTERM has no effect, as from kill(2).
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init     PID 1 of the new namespace
//   init   ──fork()──▶ tracer   PID 2: PTRACE_SEIZE, kill(), PTRACE_CONT
#include <sched.h>
#include <sys/ptrace.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    Gate finish;
    must(signal(SIGTERM, SIG_DFL));
    const pid_t tracer = must(fork());
    if (tracer == 0) {
      must(ptrace(PTRACE_SEIZE, 1, nullptr, nullptr));
      int status;
      must(kill(1, SIGTERM));
      must(waitpid(1, &status, 0));
      observe("init.stopped_before", ending(status));
      must(ptrace(PTRACE_CONT, 1, nullptr, SIGTERM));

      must(kill(1, SIGTERM));
      must(waitpid(1, &status, 0));
      observe("init.stopped_after_sigterm", ending(status));
      must(ptrace(PTRACE_CONT, 1, nullptr, SIGKILL));

      // The end of init kills the tracer, here or before.
      must(kill(1, SIGTERM));
      must(waitpid(1, &status, 0));
      observe("init.stopped_after_sigkill", ending(status));
      must(ptrace(PTRACE_DETACH, 1, nullptr, nullptr));
      finish.open();
      _exit(0);
    }
    finish.wait();
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
