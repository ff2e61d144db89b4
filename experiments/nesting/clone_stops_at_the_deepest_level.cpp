// At level 32, the deepest, clone3(CLONE_NEWPID) fails with ENOSPC.
//
// The initial namespace is level 0. No system call returns the caller's level.
// But in set_tid, clone3 accepts a wanted PID for each level. It fails with
// EINVAL if the array has more PIDs than there are levels.
//
//   caller  ──clone3(CLONE_NEWPID)──▶ PID 1 one level down
//           ──clone3(CLONE_NEWPID)──▶ PID 1 one more level down, and so on
//   deepest ──clone3(CLONE_NEWPID)──▶ refused
#include <linux/sched.h>
#include <sys/syscall.h>

#include <algorithm>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // PID 1 is in use at every level, so the error is EEXIST, or EPERM without
  // the capability, until there are too many wishes. No process is created.
  pid_t wishes[33];
  std::fill_n(wishes, 33, 1);
  clone_args ask{.exit_signal = SIGCHLD, .set_tid = __u64(wishes)};
  std::string answer;
  do {
    ++ask.set_tid_size;
    answer = outcome(syscall(SYS_clone3, &ask, sizeof ask));
  } while (answer == "EEXIST" || answer == "EPERM");
  observe("caller.clone3_with_too_many_wishes", answer);
  int level = int(ask.set_tid_size) - 2;  // the initial one is level 0
  observe("caller.level", level);

  // A child repeats the loop, a parent leaves it and waits.
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  pid_t child;
  while ((child = pid_t(syscall(SYS_clone3, &args, sizeof args))) == 0) ++level;
  if (child == -1) {
    observe("deepest.clone3", outcome(child));
    observe("deepest.level", level);
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));
}
