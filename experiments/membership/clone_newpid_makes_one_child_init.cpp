// clone(CLONE_NEWPID) affects only the child that it creates, which is PID 1.
//
// A process has a PID in its own PID namespace and in every ancestor of it. The
// new child is PID 1 in the new namespace, and has another PID in the caller's.
// The flag is for one child: the next child is in the caller's namespace.
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
    observe("init.ppid", getppid());  // the parent has no PID inside
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
  must(waitpid(-1, nullptr, 0));  // next; init waits

  finished.open();
  must(waitpid(-1, nullptr, 0));
}
