// A process has a PID in its own namespace and in every ancestor namespace.
//
// alloc_pid allocates all of them when the process is created. The line NSpid
// of /proc/PID/status lists them, from the namespace of that /proc (here the
// caller's) down to the process's own. The processes in each of these
// namespaces use the PID that is valid there.
//
//   caller ──unshare, fork()──▶ outer    PID 1 one level down
//   outer  ──unshare, fork()──▶ inner    PID 1 two levels down
#include <sched.h>

#include <cstdlib>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  int ends[2];
  must(pipe2(ends, O_CLOEXEC));
  const Fd read_end(ends[0]), write_end(ends[1]);
  Gate signaled;
  sigset_t urgent;
  sigemptyset(&urgent);
  sigaddset(&urgent, SIGURG);
  must(sigprocmask(SIG_BLOCK, &urgent, nullptr));

  must(unshare(CLONE_NEWPID));
  const pid_t outer = must(fork());
  if (outer == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t inner = must(fork());
    if (inner == 0) {
      std::string status(4096, '\0');
      const Fd file(must(open("/proc/self/status", O_RDONLY | O_CLOEXEC)));
      must(read(file, status.data(), status.size()));
      char* list = &status[status.find("NSpid:") + 6];
      const pid_t at_caller = pid_t(strtol(list, &list, 10));
      const pid_t at_outer = pid_t(strtol(list, &list, 10));
      const pid_t at_inner = pid_t(strtol(list, &list, 10));
      observe("inner.pid", getpid());
      observe("inner.pid_in_caller", at_caller);
      observe("inner.pid_in_outer", at_outer);
      observe("inner.pid_in_inner", at_inner);
      must(write(write_end, &at_caller, sizeof at_caller));

      signaled.wait();
      const timespec at_once{};
      observe("inner.sigtimedwait",
              outcome(sigtimedwait(&urgent, nullptr, &at_once)));
      _exit(0);
    }
    observe("inner.pid_from_fork", inner);
    observe("outer.reaped", waitpid(-1, nullptr, 0));
    _exit(0);
  }

  pid_t inner = 0;
  must(read(read_end, &inner, sizeof inner));
  // It is 0 if NSpid is missing, and kill(0) signals a process group.
  if (inner > 1) observe("caller.kill", outcome(kill(inner, SIGURG)));
  signaled.open();
  must(waitpid(outer, nullptr, 0));
}
