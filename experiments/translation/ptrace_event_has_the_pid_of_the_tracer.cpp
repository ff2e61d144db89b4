// PTRACE_GETEVENTMSG gives the PID of a new process in the tracer's namespace.
//
// At the same moment, clone returns another PID to the process that is traced:
// the one in its own namespace. A tracer outside learns both PIDs.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init       PID 1 inside
//   caller ──PTRACE_SEIZE───────────────────▶ init
//   init   ──clone()────────────────────────▶ child      PID 2
//   init   ──clone(SIGCHLD), as fork────────▶ forked     PID 3
//   init   ──clone(CLONE_VFORK)─────────────▶ vforked    PID 4
//   caller ──PTRACE_GETEVENTMSG               the PID of each of them outside
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

#include <filesystem>

#include "experiments/experiment.h"

using namespace pidlab;

static void create(const std::string& actor, const char* call, long flags) {
  const pid_t child = must(syscall(SYS_clone, flags, 0, 0, 0, 0));
  if (child == 0) {
    // The caller's /proc is still mounted, so this is the PID outside.
    const auto self = std::filesystem::read_symlink("/proc/self").string();
    observe(actor + ".pid_outside", std::stoi(self));
    _exit(0);
  }
  observe(std::string("init.pid_from_") + call, child);
  must(waitpid(child, nullptr, __WALL));
}

static unsigned long observe_event(pid_t init, const std::string& call) {
  int status;
  must(waitpid(init, &status, 0));
  observe("init.stopped_after_" + call, ending(status));
  observe("caller.event_after_" + call, status >> 16);
  unsigned long pid;
  must(ptrace(PTRACE_GETEVENTMSG, init, 0, &pid));
  observe("caller.pid_from_geteventmsg_after_" + call, pid);
  return pid;
}

int main() {
  Gate traced;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    sigset_t signals;  // a SIGCHLD would stop init for the tracer
    must(sigfillset(&signals));
    must(sigprocmask(SIG_BLOCK, &signals, nullptr));
    traced.wait();
    create("child", "clone", 0);
    create("forked", "fork", SIGCHLD);
    create("vforked", "vfork", CLONE_VFORK);
    _exit(0);
  }
  must(ptrace(PTRACE_SEIZE, init, 0,
              PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                  PTRACE_O_TRACEVFORKDONE | PTRACE_O_EXITKILL));
  traced.open();
  for (const std::string call : {"clone", "fork", "vfork"}) {
    const pid_t child = observe_event(init, call);
    const pid_t stopped = waitpid(child, nullptr, __WALL);  // traced, too
    observe("caller.waitpid_after_" + call, outcome(stopped));
    if (stopped == -1) _exit(0);  // init could wait for child without end
    must(ptrace(PTRACE_DETACH, child, 0, 0));
    must(ptrace(PTRACE_CONT, init, 0, 0));
  }
  observe_event(init, "vfork_done");
  must(ptrace(PTRACE_CONT, init, 0, 0));
  must(waitpid(init, nullptr, 0));
}
