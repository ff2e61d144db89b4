// wait() and SIGCHLD report the PID of a child in its parent's PID namespace.
//
// The kernel translates a PID for the process that receives it. A parent
// outside receives the PID that its child has outside, not 1.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init    PID 1 inside, another PID outside
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // A blocked signal stays pending until sigtimedwait takes it.
  sigset_t sigchld;
  sigemptyset(&sigchld);
  sigaddset(&sigchld, SIGCHLD);
  must(sigprocmask(SIG_BLOCK, &sigchld, nullptr));
  must(unshare(CLONE_NEWPID));

  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    _exit(0);
  }
  observe("init.pid_outside", init);

  siginfo_t dead{};
  must(waitid(P_ALL, 0, &dead, WEXITED | WNOWAIT));
  observe("caller.zombie", dead.si_pid);

  // A process that ends sends SIGCHLD before a wait can return it.
  siginfo_t signal{};
  const timespec at_once{};
  must(sigtimedwait(&sigchld, &signal, &at_once));
  observe("caller.si_pid", signal.si_pid);

  // The PID of init inside, 1, does not name a child of the caller.
  observe("caller.waitpid_inner", outcome(waitpid(1, nullptr, 0)));
  observe("caller.reaped", waitpid(-1, nullptr, 0));
}
