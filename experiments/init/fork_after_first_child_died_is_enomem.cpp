// After unshare(CLONE_NEWPID), fork(2) is ENOMEM once the first child has died.
//
// The first child was init, and its namespace died with it. The caller's next
// children are still bound to go there, until it turns back to its own.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace, exits at once
//   caller ──fork()──▶ nobody
//   caller ──setns(its own namespace), fork()──▶ child
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));

  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));

  const pid_t nobody = fork();
  if (nobody == 0) _exit(0);
  observe("caller.fork", outcome(nobody));
  if (nobody != -1) must(waitpid(nobody, nullptr, 0));

  const Fd home(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  observe("caller.setns", outcome(setns(home, CLONE_NEWPID)));
  const pid_t child = fork();
  if (child == 0) _exit(0);
  observe("caller.fork_at_home", outcome(child));
  if (child != -1) must(waitpid(child, nullptr, 0));
}
