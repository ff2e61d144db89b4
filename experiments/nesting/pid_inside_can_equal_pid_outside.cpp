// A process can have the same PID in its own and in the parent PID namespace.
//
// A process has one PID at each level. The kernel allocates each of them
// independently, so they can be equal by chance. Here set_tid makes them equal.
// The inodes show that the two namespaces are different.
//
//   caller ──unshare, fork()─────▶ outer    PID 1 one level down
//   outer  ──unshare, fork()─────▶ init     PID 1 two levels down
//   outer  ──clone3({55, 55})────▶ equal    PID 55, also for outer
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include <cstdint>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  must(unshare(CLONE_NEWPID));
  const pid_t outer = must(fork());
  if (outer == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      finished.wait();
      _exit(0);
    }

    pid_t pids[] = {55, 55};  // in the child's namespace, in outer's
    clone_args args{.exit_signal = SIGCHLD,
                    .set_tid = reinterpret_cast<std::uintptr_t>(pids),
                    .set_tid_size = 2};
    const pid_t equal = must(syscall(SYS_clone3, &args, sizeof args));
    if (equal == 0) {
      observe("equal.pid", getpid());
      observe("equal.ns", ns_inode("/proc/self/ns/pid"));
      _exit(0);
    }
    observe("equal.pid_in_outer", equal);
    observe("outer.ns", ns_inode("/proc/self/ns/pid"));
    observe("outer.reaped", waitpid(equal, nullptr, 0));

    finished.open();
    must(waitpid(init, nullptr, 0));
    _exit(0);
  }
  must(waitpid(outer, nullptr, 0));
}
