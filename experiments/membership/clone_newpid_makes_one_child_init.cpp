// clone(CLONE_NEWPID) makes that one child PID 1; the next stays outside.
//
// A process has a number in its own PID namespace and in each one above it:
// this child is 1 in the new one and has another number for the caller. The
// flag is for this birth alone: later children are born beside the caller.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init    PID 1 of a new namespace
//   caller ──fork()────────────────▶ next    in the caller's own namespace
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.pid", getpid());
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));

  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    observe("init.pid", getpid());
    observe("init.ppid", getppid());  // the parent has no number in here
    observe("init.ns", ns_inode("/proc/self/ns/pid"));
    finished.wait();
    _exit(0);
  }
  observe("init.pid_outside", init);

  const pid_t next = must(fork());
  if (next == 0) {
    observe("next.pid", getpid());
    observe("next.ppid", getppid());
    observe("next.ns", ns_inode("/proc/self/ns/pid"));
    _exit(0);
  }
  observe("next.pid_outside", next);
  must(waitpid(next, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
