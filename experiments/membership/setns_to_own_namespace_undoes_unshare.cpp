// setns() to the caller's own PID namespace undoes unshare(CLONE_NEWPID).
//
// After setns(), the caller's children are in its own namespace again, and
// fork() no longer fails with ENOMEM. Another unshare() works as well, although
// pid_namespaces(7) says that a process may call it "only once".
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()───────────────▶ first    PID 1 of a namespace, ends
//   caller ──setns(its own)
//   caller ──fork()───────────────▶ second   in the caller's own namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()───────────────▶ third    PID 1 of another namespace
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.pid", getpid());
  must(unshare(CLONE_NEWPID));
  const pid_t first = must(fork());
  if (first == 0) {
    observe("first.pid", getpid());
    observe("first.ns", ns_inode("/proc/self/ns/pid"));
    _exit(0);
  }
  must(waitpid(first, nullptr, 0));

  const Fd home(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  observe("caller.setns", outcome(setns(home, CLONE_NEWPID)));

  const pid_t second = fork();
  if (second == 0) {
    observe("second.pid", getpid());
    observe("second.ppid", getppid());
    _exit(0);
  }
  observe("caller.fork", outcome(second));
  observe("second.pid_outside", second);
  if (second != -1) must(waitpid(second, nullptr, 0));

  observe("caller.unshare_again", outcome(unshare(CLONE_NEWPID)));
  const pid_t third = fork();
  if (third == 0) {
    observe("third.pid", getpid());
    observe("third.ppid", getppid());
    observe("third.ns", ns_inode("/proc/self/ns/pid"));
    _exit(0);
  }
  observe("caller.fork_again", outcome(third));
  if (third != -1) must(waitpid(third, nullptr, 0));
}
