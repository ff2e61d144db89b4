// At level 32, the deepest, unshare(CLONE_NEWPID) fails with ENOSPC.
//
// As clone_stops_at_the_deepest_level, but unshare creates the namespace before
// the first process is in it. So unshare fails, and not fork.
//
//   caller  ──unshare, fork()──▶ PID 1 one level down
//           ──unshare, fork()──▶ PID 1 one more level down, and so on
//   deepest ──unshare            refused
#include <linux/sched.h>
#include <sched.h>
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
  pid_t child = 0;
  while (child == 0 && (answer = outcome(unshare(CLONE_NEWPID))) == "ok") {
    child = must(fork());
    if (child == 0) ++level;
  }
  if (child == 0) {
    observe("deepest.unshare", answer);
    observe("deepest.level", level);
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));
}
