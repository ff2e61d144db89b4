// After unshare(CLONE_NEWPID), io_uring_setup(SQPOLL) fails with EINVAL.
//
// With IORING_SETUP_SQPOLL, the kernel creates a thread in the process, and the
// rule for threads applies to it, too. A ring without this thread works.
//
//   caller ──io_uring_setup(SQPOLL)            allowed
//   caller ──unshare(CLONE_NEWPID)
//   caller ──io_uring_setup(SQPOLL)            refused
//   caller ──fork()────────────────▶ child     PID 1, may create such a ring
#include <linux/io_uring.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  io_uring_params first{}, second{}, third{}, fourth{};
  first.flags = second.flags = fourth.flags = IORING_SETUP_SQPOLL;

  const Fd before(syscall(SYS_io_uring_setup, 1, &first));
  observe("caller.io_uring_setup_before", outcome(before));

  must(unshare(CLONE_NEWPID));
  const Fd after(syscall(SYS_io_uring_setup, 1, &second));
  observe("caller.io_uring_setup_after", outcome(after));
  const Fd without(syscall(SYS_io_uring_setup, 1, &third));
  observe("caller.io_uring_setup_without_thread", outcome(without));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    const Fd ring(syscall(SYS_io_uring_setup, 1, &fourth));
    observe("child.io_uring_setup", outcome(ring));
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));
}
