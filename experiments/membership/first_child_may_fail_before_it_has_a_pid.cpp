// A PID namespace survives if clone3() fails before the first child has a PID.
//
// The kernel refuses bad arguments before it allocates a PID, and a PID that is
// in use in an ancestor namespace before it enters PID 1. On each kernel, the
// next child is PID 1.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──clone3(CLONE_SIGHAND)               EINVAL
//   caller ──clone3(set_tid = {1, caller's})     EEXIST
//   caller ──fork()────────────────▶ child       PID 1
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));

  // CLONE_SIGHAND needs CLONE_VM.
  clone_args bad{.flags = CLONE_SIGHAND, .exit_signal = SIGCHLD};
  const pid_t first = syscall(SYS_clone3, &bad, sizeof bad);
  observe("caller.clone3_bad_flags", outcome(first));

  // PID 1 inside, and outside the PID of the caller.
  pid_t pids[2] = {1, getpid()};
  clone_args taken{.exit_signal = SIGCHLD,
                   .set_tid = reinterpret_cast<__u64>(pids),
                   .set_tid_size = 2};
  const pid_t second = syscall(SYS_clone3, &taken, sizeof taken);
  if (second == 0) _exit(0);
  observe("caller.clone3_taken_pid", outcome(second));

  const pid_t child = fork();
  if (child == 0) {
    observe("child.pid", getpid());
    _exit(0);
  }
  observe("caller.fork", outcome(child));
  if (child > 0) must(waitpid(child, nullptr, 0));
}
