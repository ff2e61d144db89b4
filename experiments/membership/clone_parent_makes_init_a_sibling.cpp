// CLONE_NEWPID | CLONE_PARENT creates an init that is its creator's sibling.
//
// CLONE_PARENT gives the child the parent of its creator. clone(2) says that
// the two flags exclude each other, but the kernel does not check for the pair.
// CLONE_PARENT also works after unshare(CLONE_NEWPID).
//
//   caller ──fork()──▶ maker ──clone3(NEWPID | PARENT)─▶ first    PID 1
//   caller ──fork()──▶ unsharer ──unshare(CLONE_NEWPID)
//                      unsharer ──clone3(PARENT)───────▶ second   PID 1
//   caller ──wait()                    reaps first and second: it is the parent
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const pid_t maker = must(fork());
  if (maker == 0) {
    // With CLONE_PARENT the child has the exit signal of its creator.
    clone_args args{.flags = CLONE_NEWPID | CLONE_PARENT};
    const pid_t first = syscall(SYS_clone3, &args, sizeof args);
    if (first == 0) {
      observe("first.pid", getpid());
      _exit(0);
    }
    observe("maker.clone3", outcome(first));
    observe("maker.wait", outcome(wait(nullptr)));  // maker has no child
    observe("first.pid_outside", first);
    _exit(0);
  }
  must(waitpid(maker, nullptr, 0));
  observe("caller.reaped_after_maker", wait(nullptr));

  const pid_t unsharer = must(fork());
  if (unsharer == 0) {
    must(unshare(CLONE_NEWPID));
    clone_args args{.flags = CLONE_PARENT};
    const pid_t second = syscall(SYS_clone3, &args, sizeof args);
    if (second == 0) {
      observe("second.pid", getpid());
      _exit(0);
    }
    observe("unsharer.clone3", outcome(second));
    observe("second.pid_outside", second);
    _exit(0);
  }
  must(waitpid(unsharer, nullptr, 0));
  observe("caller.reaped_after_unsharer", wait(nullptr));
}
