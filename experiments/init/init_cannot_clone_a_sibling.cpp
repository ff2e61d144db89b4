// CLONE_PARENT fails with EINVAL in init, but succeeds in another member.
//
// A child that is created with CLONE_PARENT is a sibling of its creator. The
// parent of a sibling of init would be outside, and the process tree of the
// namespace would have two roots. The parent of the other member is init.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()───────────────▶ init      PID 1 of the new namespace
//   init   ──clone3(CLONE_PARENT)             fails with EINVAL
//   init   ──fork()───────────────▶ member    PID 2
//   member ──clone3(CLONE_PARENT)─▶ sibling   PID 3, a child of init
//   caller ──fork()───────────────▶ joined    PID 4, its parent is outside
//   joined ──clone3(CLONE_PARENT)─▶ late      PID 5, a child of the caller
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate members_done, late_done, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    clone_args args{.flags = CLONE_PARENT};
    const long second = syscall(SYS_clone3, &args, sizeof args);
    if (second == 0) _exit(0);
    observe("init.clone3_parent", outcome(second));

    const pid_t member = must(fork());
    if (member == 0) {
      const long sibling = syscall(SYS_clone3, &args, sizeof args);
      if (sibling == 0) {
        observe("sibling.pid", getpid());
        observe("sibling.ppid", getppid());
        _exit(0);
      }
      observe("member.clone3_parent", outcome(sibling));
      _exit(0);
    }
    while (wait(nullptr) != -1) {  // reaps member and sibling
    }
    members_done.open();
    finished.wait();
    _exit(0);
  }

  members_done.wait();
  const pid_t joined = must(fork());
  if (joined == 0) {
    clone_args args{.flags = CLONE_PARENT};
    const long late = syscall(SYS_clone3, &args, sizeof args);
    if (late == 0) {
      observe("late.pid", getpid());
      observe("late.ppid", getppid());
      late_done.open();
      _exit(0);
    }
    observe("joined.clone3_parent", outcome(late));
    if (late == -1) late_done.open();
    _exit(0);
  }
  must(waitpid(joined, nullptr, 0));
  late_done.wait();
  finished.open();
  int status;
  while (must(waitpid(-1, &status, 0)) != init) {  // reaps late
  }
  observe("init.ended", ending(status));
}
