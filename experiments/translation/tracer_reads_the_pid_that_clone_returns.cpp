// At the exit of clone(), a tracer outside reads the PID of the child inside.
//
// PTRACE_GET_SYSCALL_INFO copies the return value from the tracee's registers.
// At the stop before, PTRACE_GETEVENTMSG has given the PID of the same child
// outside. strace shows the first of both numbers.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   caller ──PTRACE_SEIZE───────────────────▶ init
//   init   ──clone(SIGCHLD), as fork────────▶ child    PID 2
//   caller ──PTRACE_GETEVENTMSG                        its PID outside
//   caller ──PTRACE_SYSCALL, PTRACE_GET_SYSCALL_INFO   its PID inside
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
    sigset_t signals;  // a SIGCHLD would stop init for the tracer
    must(sigfillset(&signals));
    must(sigprocmask(SIG_BLOCK, &signals, nullptr));
    traced.wait();
    const pid_t child = must(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
    if (child == 0) {
      // The caller's /proc is still mounted, so this is the PID outside.
      const auto self = std::filesystem::read_symlink("/proc/self").string();
      observe("child.pid_outside", std::stoi(self));
      observe("child.pid", getpid());
      _exit(0);
    }
    observe("init.pid_from_clone", child);
    must(waitpid(child, nullptr, 0));
    _exit(0);
  }
  must(ptrace(PTRACE_SEIZE, init, 0,
              PTRACE_O_TRACEFORK | PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
  traced.open();
  must(waitpid(init, nullptr, 0));
  unsigned long pid;
  must(ptrace(PTRACE_GETEVENTMSG, init, 0, &pid));
  observe("caller.pid_from_geteventmsg", pid);
  const pid_t stopped = waitpid(pid, nullptr, __WALL);  // traced as well
  observe("caller.waitpid", outcome(stopped));
  if (stopped == -1) _exit(0);  // init could wait for child without end
  must(ptrace(PTRACE_DETACH, pid, 0, 0));

  must(ptrace(PTRACE_SYSCALL, init, 0, 0));
  int status;
  must(waitpid(init, &status, 0));
  observe("init.stopped", ending(status));
  __ptrace_syscall_info info = {};
  must(ptrace(PTRACE_GET_SYSCALL_INFO, init, sizeof info, &info));
  observe("caller.event_from_get_syscall_info", info.op);
  observe("caller.pid_from_get_syscall_info", info.exit.rval);
  must(ptrace(PTRACE_CONT, init, 0, 0));
  must(waitpid(init, nullptr, 0));
}
