// A traced init that faults is not killed: its instruction faults again.
//
// For a fault, the kernel removes the unkillable mark of init, so that SIGSEGV
// kills it. It keeps the mark of a traced init. So the SIGSEGV that the tracer
// passes on has no effect, and the tracer sees the same fault again.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1, writes to a page that it may not access
//   caller ──PTRACE_SEIZE, PTRACE_CONT with SIGSEGV
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate traced;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(signal(SIGSEGV, SIG_DFL));  // a sanitizer may have set a handler
    traced.wait();
    void* page =
        must(mmap(nullptr, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    *static_cast<volatile char*>(page) = 1;
    _exit(0);
  }
  must(ptrace(PTRACE_SEIZE, init, nullptr, nullptr));
  traced.open();

  int status;
  must(waitpid(init, &status, 0));
  observe("init.stopped_before", ending(status));
  must(ptrace(PTRACE_CONT, init, nullptr, SIGSEGV));
  must(waitpid(init, &status, 0));
  observe("init.stopped_after", ending(status));
  if (!WIFSTOPPED(status)) return 0;  // SIGSEGV has killed init

  // Without a tracer, the next fault kills it.
  must(ptrace(PTRACE_DETACH, init, nullptr, SIGSEGV));
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
