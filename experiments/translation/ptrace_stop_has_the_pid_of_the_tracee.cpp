// At an event stop, the tracer's siginfo has the tracee's own PID inside.
//
// PTRACE_GETEVENTMSG translates the PIDs of an event for the tracer. The
// siginfo of the same stop is written for the tracee: PTRACE_GETSIGINFO gives
// a tracer outside a PID that does not name the tracee for this tracer.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   caller ──PTRACE_SEIZE───────────────────▶ init    stops when it exits
//   caller ──PTRACE_GETSIGINFO                        si_pid of the stop
#include <sched.h>
#include <sys/ptrace.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate traced;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    traced.wait();
    observe("init.pid", getpid());
    _exit(0);
  }
  must(ptrace(PTRACE_SEIZE, init, 0, PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL));
  traced.open();

  int status;
  must(waitpid(init, &status, 0));
  observe("init.stopped", ending(status));
  siginfo_t stop;
  must(ptrace(PTRACE_GETSIGINFO, init, 0, &stop));
  observe("caller.event", stop.si_code >> 8);
  observe("caller.si_pid", stop.si_pid);
  must(ptrace(PTRACE_CONT, init, 0, 0));
  must(waitpid(init, nullptr, 0));
}
