// clone(CLONE_NEWPID) gets 32 levels below the initial namespace, then ENOSPC.
//
// The kernel counts from the initial namespace, and no call tells how far down
// the caller is. But clone3 takes a wish for a number at each level (set_tid),
// and one wish more than there are levels is EINVAL.
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
  // 1 is taken at every level, so until there are too many wishes it is EEXIST,
  // or EPERM where the caller has no right to wish. No process is made.
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

  // A child goes round once more, a parent leaves the loop and waits.
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
