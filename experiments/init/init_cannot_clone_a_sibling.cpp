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
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
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
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
