// After unshare(CLONE_NEWPID) the caller can make no second PID namespace.
//
// A new namespace lies below the one that the children are born in, and its
// maker has to live in just that one. After unshare the caller does not: it
// stayed one level above. Its children live there, and can go on.
//
//   caller ──clone3(CLONE_NEWPID)──▶ before    the same call, still allowed
//   caller ──unshare(CLONE_NEWPID)
//   caller ──unshare, clone3(CLONE_NEWPID)     refused, at once
//   caller ──fork()────────────────▶ child     PID 1, may unshare
//   caller ──unshare, clone3(CLONE_NEWPID)     and after the first child
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t before = syscall(SYS_clone3, &args, sizeof args);
  if (before == 0) _exit(0);
  observe("caller.clone3_before", outcome(before));
  if (before != -1) must(waitpid(before, nullptr, 0));

  observe("caller.unshare", outcome(unshare(CLONE_NEWPID)));
  observe("caller.unshare_at_once", outcome(unshare(CLONE_NEWPID)));
  const pid_t at_once = syscall(SYS_clone3, &args, sizeof args);
  if (at_once == 0) _exit(0);
  observe("caller.clone3_at_once", outcome(at_once));

  Gate finished;
  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    observe("child.unshare", outcome(unshare(CLONE_NEWPID)));
    finished.wait();
    _exit(0);
  }
  observe("caller.unshare_later", outcome(unshare(CLONE_NEWPID)));
  const pid_t later = syscall(SYS_clone3, &args, sizeof args);
  if (later == 0) _exit(0);
  observe("caller.clone3_later", outcome(later));

  finished.open();
  while (wait(nullptr) != -1) {
  }
}
