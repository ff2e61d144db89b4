// Setting the priorities of a user changes only processes visible inside.
//
// setpriority(PRIO_USER) and ioprio_set(IOPRIO_WHO_USER) go through all of the
// user's processes in the machine. They leave out each process that has no PID
// inside, although the user could change it.
//
//   caller ──fork()──▶ bystander                      lone_user, outside
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    lone_user, PID 1 inside
//   init   ──setpriority(), ioprio_set()              for lone_user
#include <linux/ioprio.h>
#include <sched.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static long io_priority() {
  return must(syscall(SYS_ioprio_get, IOPRIO_WHO_PROCESS, 0));
}

int main() {
  // No other process has this user ID, even if this program runs twice.
  uid_t lone_user;
  must(getrandom(&lone_user, sizeof lone_user, 0));
  lone_user = 1'000'000'000 + lone_user % 1'000'000'000;

  Gate ready, finished;
  const pid_t bystander = must(fork());
  if (bystander == 0) {
    must(setresuid(lone_user, lone_user, lone_user));
    observe("bystander.nice_before", getpriority(PRIO_PROCESS, 0));
    observe("bystander.io_priority_before", io_priority());
    ready.open();
    finished.wait();
    observe("bystander.nice_after", getpriority(PRIO_PROCESS, 0));
    observe("bystander.io_priority_after", io_priority());
    _exit(0);
  }
  ready.wait();

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(setresuid(lone_user, lone_user, lone_user));
    observe("init.setpriority", outcome(setpriority(PRIO_USER, lone_user, 19)));
    observe("init.nice", getpriority(PRIO_PROCESS, 0));

    const int lowest = IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 7);
    observe("init.ioprio_set", outcome(syscall(SYS_ioprio_set, IOPRIO_WHO_USER,
                                               lone_user, lowest)));
    observe("init.io_priority", io_priority());
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  finished.open();
  must(waitpid(bystander, nullptr, 0));
}
