// Restores a process of a container from a saved image. The process has its old
// PID inside, but a new PID outside.
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include <cstdint>

#include "experiments/experiment.h"

using namespace pidlab;

// Creates a child with two PIDs: `inside` in the container, the PID namespace
// of our children, and `outside` in our own, the one above.
static pid_t restore(pid_t inside, [[maybe_unused]] pid_t outside) {
  const pid_t numbers[] = {inside};
  clone_args args{.exit_signal = SIGCHLD,
                  .set_tid = reinterpret_cast<std::uintptr_t>(numbers),
                  .set_tid_size = 1};
  return must(pid_t(syscall(SYS_clone3, &args, sizeof args)));
}

// Below this line is the check. Leave it as it is.

static void supervise() {
  Gate finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());  // of the container
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const pid_t restored = restore(7, 42);
  if (restored == 0) {
    observe("restored.number_inside", getpid());
    _exit(0);
  }
  observe("restored.number_outside", restored);
  must(waitpid(restored, nullptr, 0));
  finished.open();
  must(waitpid(init, nullptr, 0));
}

int main() {
  must(unshare(CLONE_NEWPID));  // all PIDs of this namespace are free
  const pid_t supervisor = must(fork());
  if (supervisor == 0) {
    supervise();
    _exit(0);
  }
  must(waitpid(supervisor, nullptr, 0));
}
