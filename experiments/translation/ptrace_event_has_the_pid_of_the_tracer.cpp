// PTRACE_GETEVENTMSG gives the PID of a new process in the tracer's namespace.
//
// At the same moment, clone returns another PID to the process that is traced:
// the one in its own namespace. A tracer outside learns both PIDs.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   caller ──PTRACE_SEIZE───────────────────▶ init
//   init   ──clone()────────────────────────▶ child   PID 2
//   caller ──PTRACE_GETEVENTMSG                       child's PID outside
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

#include <filesystem>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate traced;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    traced.wait();
    // Without an exit signal: a SIGCHLD would stop init for the tracer.
    const pid_t child = must(syscall(SYS_clone, 0, 0, 0, 0, 0));
    if (child == 0) {
      // The caller's /proc is still mounted, so this is the PID outside.
      const auto self = std::filesystem::read_symlink("/proc/self").string();
      observe("child.pid_outside", std::stoi(self));
      _exit(0);
    }
    observe("init.pid_from_clone", child);
    must(waitpid(child, nullptr, __WALL));
    _exit(0);
  }
  must(ptrace(PTRACE_SEIZE, init, 0, PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL));
  traced.open();

  int status;
  must(waitpid(init, &status, 0));
  observe("init.stopped", ending(status));
  observe("caller.event", status >> 16);
  unsigned long child;
  must(ptrace(PTRACE_GETEVENTMSG, init, 0, &child));
  observe("caller.pid_from_geteventmsg", child);
  const pid_t stopped = waitpid(child, nullptr, __WALL);
  observe("caller.waitpid", outcome(stopped));  // child is traced, too
  if (stopped == -1) _exit(0);  // init could wait for child without end
  must(ptrace(PTRACE_DETACH, child, 0, 0));
  must(ptrace(PTRACE_CONT, init, 0, 0));
  must(waitpid(init, nullptr, 0));
}
