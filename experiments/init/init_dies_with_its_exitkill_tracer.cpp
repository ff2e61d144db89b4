// A PTRACE_O_EXITKILL tracer that ends kills init, even from inside.
//
// The kernel sends this SIGKILL in its own name, so it is forced. It does not
// matter that the tracer is in the PID namespace of init.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init     PID 1 of the new namespace
//   init   ──fork()──▶ tracer   PID 2: kill(), PTRACE_SEIZE, ends
#include <sched.h>
#include <sys/ptrace.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t tracer = must(fork());
    if (tracer == 0) {
      observe("tracer.kill", outcome(kill(1, SIGKILL)));
      observe("tracer.ptrace",
              outcome(ptrace(PTRACE_SEIZE, 1, nullptr, PTRACE_O_EXITKILL)));
      _exit(0);
    }
    // The kernel sends SIGKILL before it reports the end of the tracer.
    must(waitpid(tracer, nullptr, 0));
    observe("init.went_on", "after the end of its tracer");
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
