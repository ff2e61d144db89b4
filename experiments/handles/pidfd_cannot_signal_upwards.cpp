// pidfd_send_signal(2) to a process of an ancestor namespace fails with EINVAL.
//
// A process in an ancestor namespace has no PID in the sender's namespace, so
// kill(2) cannot name it. A pidfd needs no PID, and can be inherited or
// received. But the target must be in the sender's namespace or in a descendant
// of it.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    inherits caller's pidfd
//   init ────pidfd_send_signal(caller), pidfd_send_signal(itself)
//   caller ──pidfd_send_signal(init)
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd caller(must(syscall(SYS_pidfd_open, getpid(), 0)));

  Gate tried, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // Signal 0 sends nothing; the kernel only makes the checks.
    observe(
        "init.pidfd_send_signal_caller",
        outcome(syscall(SYS_pidfd_send_signal, int(caller), 0, nullptr, 0)));
    const Fd self(must(syscall(SYS_pidfd_open, getpid(), 0)));
    observe("init.pidfd_send_signal_itself",
            outcome(syscall(SYS_pidfd_send_signal, int(self), 0, nullptr, 0)));
    tried.open();
    finished.wait();
    _exit(0);
  }
  tried.wait();
  observe("caller.pidfd_send_signal_itself",
          outcome(syscall(SYS_pidfd_send_signal, int(caller), 0, nullptr, 0)));
  const Fd below(must(syscall(SYS_pidfd_open, init, 0)));
  observe("caller.pidfd_send_signal_init",
          outcome(syscall(SYS_pidfd_send_signal, int(below), 0, nullptr, 0)));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
