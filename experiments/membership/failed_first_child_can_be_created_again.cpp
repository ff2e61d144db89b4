// Since Linux 7.1, a PID namespace survives if creating its first child fails.
//
// The kernel allocates PID 1 before clone3() fails to store the pidfd, and
// frees it again. Before Linux 7.1, this ended the namespace, as if an init had
// ended.
//
//   caller ──clone3(pidfd to a bad address), fork()   at home: EFAULT, then ok
//   caller ──unshare(CLONE_NEWPID)
//   caller ──clone3(pidfd to a bad address)           EFAULT
//   caller ──fork()────────────────────────▶ child    PID 1, since Linux 7.1
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // Address 8 is not mapped, so that the kernel cannot store the pidfd.
  clone_args bad{.flags = CLONE_PIDFD, .pidfd = 8, .exit_signal = SIGCHLD};
  observe("caller.clone3_at_home",
          outcome(syscall(SYS_clone3, &bad, sizeof bad)));
  const pid_t neighbor = fork();
  if (neighbor == 0) {
    observe("neighbor.pid", getpid());
    _exit(0);
  }
  observe("neighbor.pid_from_fork", neighbor);
  observe("caller.fork_at_home", outcome(neighbor));
  if (neighbor > 0) must(waitpid(neighbor, nullptr, 0));

  must(unshare(CLONE_NEWPID));
  observe("caller.clone3_first",
          outcome(syscall(SYS_clone3, &bad, sizeof bad)));

  const pid_t child = fork();
  if (child == 0) {
    observe("child.pid", getpid());
    _exit(0);
  }
  observe("caller.fork_second", outcome(child));
  if (child > 0) must(waitpid(child, nullptr, 0));
}
