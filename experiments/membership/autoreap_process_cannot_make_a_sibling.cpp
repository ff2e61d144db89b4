// A process that CLONE_AUTOREAP created cannot create an init as its sibling.
//
// As clone_parent_makes_init_a_sibling, but the kernel reaps the creator of the
// sibling (CLONE_AUTOREAP, Linux 7.1). It refuses CLONE_PARENT to this process,
// not only to an init. A child that is an init is allowed.
//
//   caller ──clone3(AUTOREAP)──▶ maker
//   maker  ──clone3(NEWPID | PARENT)            EINVAL
//   maker  ──clone3(NEWPID)────▶ child          PID 1
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  constexpr __u64 autoreap = 1ULL << 34;  // Linux 7.1
  clone_args args{.flags = autoreap};
  const pid_t maker = must(syscall(SYS_clone3, &args, sizeof args));
  if (maker == 0) {
    args = {.flags = CLONE_NEWPID | CLONE_PARENT};
    const pid_t sibling = syscall(SYS_clone3, &args, sizeof args);
    if (sibling == 0) _exit(0);
    observe("maker.clone3_sibling", outcome(sibling));

    args = {.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
    const pid_t child = must(syscall(SYS_clone3, &args, sizeof args));
    if (child == 0) {
      observe("child.pid", getpid());
      _exit(0);
    }
    must(waitpid(child, nullptr, 0));
    _exit(0);
  }
  // This waits for the end of maker, and then there is nothing to reap.
  observe("caller.waitpid", outcome(waitpid(maker, nullptr, __WALL)));
}
