// SIGCHLD for a stop has the child's PID in its parent's PID namespace.
//
// The kernel sends SIGCHLD when a child stops and when it continues. si_pid is
// what fork returned to the parent, although the child is PID 1 inside.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   caller ──kill(SIGSTOP), kill(SIGCONT)───▶ init
//   init   ──SIGCHLD, SIGCHLD───────────────▶ caller
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  sigset_t chld;
  must(sigemptyset(&chld));
  must(sigaddset(&chld, SIGCHLD));
  must(sigprocmask(SIG_BLOCK, &chld, nullptr));
  const timespec at_most{.tv_sec = 10, .tv_nsec = 0};
  siginfo_t info;
  Gate finished;

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) finished.wait(), _exit(0);
  observe("init.pid_outside", init);

  must(kill(init, SIGSTOP));
  must(sigtimedwait(&chld, &info, &at_most));
  observe("caller.si_code_of_stop", info.si_code);
  observe("caller.si_pid_of_stop", info.si_pid);

  must(kill(init, SIGCONT));
  must(sigtimedwait(&chld, &info, &at_most));
  observe("caller.si_code_of_continue", info.si_code);
  observe("caller.si_pid_of_continue", info.si_pid);

  finished.open();
  must(waitpid(init, nullptr, 0));
}
