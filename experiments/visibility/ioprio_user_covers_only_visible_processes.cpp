// ioprio_get(IOPRIO_WHO_USER) covers only processes that are visible inside.
//
// As in prio_user_covers_only_visible_processes, the kernel leaves out every
// process of the user that has no PID inside. ioprio_get returns the highest
// priority of all processes that it covers.
//
//   caller ──fork()──▶ bystander    outside, the same user, priority 0
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside, priority 7, the lowest
#include <linux/ioprio.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// A class and a priority in it: a lower number is a higher priority.
static long io_priority_of_user() {
  return must(syscall(SYS_ioprio_get, IOPRIO_WHO_USER, getuid()));
}

static void set_own(int priority) {
  const int value = IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, priority);
  must(syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, value));
}

int main() {
  Gate ready, finished;
  const pid_t bystander = must(fork());
  if (bystander == 0) {
    set_own(0);
    ready.open();
    finished.wait();
    _exit(0);
  }
  ready.wait();
  observe("caller.io_priority_of_user", io_priority_of_user());

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    set_own(7);
    observe("init.io_priority_of_user", io_priority_of_user());
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  finished.open();
  must(waitpid(bystander, nullptr, 0));
}
