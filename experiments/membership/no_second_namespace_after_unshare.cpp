// After unshare(CLONE_NEWPID), a second CLONE_NEWPID fails with EINVAL.
//
// A new PID namespace is a child of the one for the caller's children, and the
// caller has to be a member of that one. After unshare() it is not: it stayed
// one level above. Its children are members, and can create another level.
//
//   caller ──clone3(CLONE_NEWPID)──▶ before    the same call, still allowed
//   caller ──unshare(CLONE_NEWPID)
//   caller ──unshare, clone3(CLONE_NEWPID)     refused, at once
//   caller ──fork()────────────────▶ child     PID 1, may call unshare
//   caller ──unshare, clone3(CLONE_NEWPID)     refused, after the first child
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
  const pid_t child = fork();
  if (child == 0) {
    observe("child.pid", getpid());
    observe("child.unshare", outcome(unshare(CLONE_NEWPID)));
    finished.wait();
    _exit(0);
  }
  observe("caller.fork", outcome(child));
  observe("caller.unshare_later", outcome(unshare(CLONE_NEWPID)));
  const pid_t later = syscall(SYS_clone3, &args, sizeof args);
  if (later == 0) _exit(0);
  observe("caller.clone3_later", outcome(later));

  finished.open();
  while (wait(nullptr) != -1) {
  }
}
