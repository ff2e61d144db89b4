// set_tid needs a capability over each PID namespace in which it sets a PID.
//
// A process that creates a user namespace and a PID namespace may choose the
// PIDs in its PID namespace. To choose a PID in the parent namespace, it needs
// a capability in the user namespace that owns the parent namespace.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ outer    PID 1
//   outer  ──fork()─────────────────────────▶ tenant   PID 2
//   tenant ──unshare(CLONE_NEWUSER | CLONE_NEWPID)
//   tenant ──clone3({1, 400})                          EPERM, for the 400
//   tenant ──clone3({1})────────────────────▶ init     PID 1
//   tenant ──clone3({70})───────────────────▶ child    PID 70
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include <cstdint>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t outer = must(fork());
  if (outer == 0) {
    const pid_t tenant = must(fork());
    if (tenant == 0) {
      must(unshare(CLONE_NEWUSER | CLONE_NEWPID));
      pid_t numbers[] = {1, 400};
      clone_args args{.exit_signal = SIGCHLD,
                      .set_tid = reinterpret_cast<std::uintptr_t>(numbers),
                      .set_tid_size = 2};
      const pid_t none = syscall(SYS_clone3, &args, sizeof args);
      if (none == 0) _exit(0);
      observe("tenant.clone3_both_levels", outcome(none));

      Gate finished;
      args.set_tid_size = 1;
      const pid_t init = syscall(SYS_clone3, &args, sizeof args);
      if (init == 0) {
        finished.wait();
        _exit(0);
      }
      observe("tenant.clone3_own_level", outcome(init));
      if (init == -1) _exit(0);
      numbers[0] = 70;
      const pid_t child = syscall(SYS_clone3, &args, sizeof args);
      if (child == 0) {
        observe("child.pid", getpid());
        _exit(0);
      }
      observe("tenant.clone3_again", outcome(child));
      if (child != -1) must(waitpid(child, nullptr, 0));
      finished.open();
      must(waitpid(init, nullptr, 0));
      _exit(0);
    }
    must(waitpid(tenant, nullptr, 0));
    _exit(0);
  }
  must(waitpid(outer, nullptr, 0));
}
