// wait(2) and SIGCHLD name a child by its number in the parent's namespace.
//
// Each number that the kernel hands out is made for who reads it. A parent
// outside reads its own number for a child that calls itself 1.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init    PID 1 inside, another number outside
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // Blocked, a signal waits to be fetched by sigtimedwait.
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

  // A dying process sends SIGCHLD before it can be waited for.
  siginfo_t signal{};
  const timespec at_once{};
  must(sigtimedwait(&sigchld, &signal, &at_once));
  observe("caller.si_pid", signal.si_pid);

  observe("caller.reaped", waitpid(-1, nullptr, 0));
}
