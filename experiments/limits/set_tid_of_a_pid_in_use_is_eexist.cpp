// set_tid with a PID that is in use fails with EEXIST and allocates nothing.
//
// The kernel allocates PIDs from the innermost namespace outward. If one of
// them is in use, even by a zombie, it frees the PIDs that it has allocated.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ outer   PID 1
//   outer  ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1; 2 for outer
//   init   ──clone3({50, 2})                          2 is in use by init
//   init   ──clone3({50, 60})───────────────▶ child   PID 50; 60 for outer
//   init   ──clone3({50})                             when child is a zombie
//   init   ──clone3({50})───────────────────▶ again   when child is reaped
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
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      pid_t numbers[] = {50, 2};
      clone_args args{.exit_signal = SIGCHLD,
                      .set_tid = reinterpret_cast<std::uintptr_t>(numbers),
                      .set_tid_size = 2};
      const pid_t none = syscall(SYS_clone3, &args, sizeof args);
      if (none == 0) _exit(0);
      observe("init.clone3_outer_taken", outcome(none));

      numbers[1] = 60;
      const pid_t child = syscall(SYS_clone3, &args, sizeof args);
      if (child == 0) _exit(0);
      observe("init.clone3_both_free", outcome(child));
      if (child == -1) _exit(0);
      observe("child.pid", child);

      siginfo_t ended;
      must(waitid(P_PID, child, &ended, WEXITED | WNOWAIT));
      args.set_tid_size = 1;
      const pid_t nobody = syscall(SYS_clone3, &args, sizeof args);
      if (nobody == 0) _exit(0);
      observe("init.clone3_zombies", outcome(nobody));

      must(waitpid(child, nullptr, 0));
      const pid_t again = syscall(SYS_clone3, &args, sizeof args);
      if (again == 0) _exit(0);
      observe("init.clone3_reaped", outcome(again));
      observe("again.pid", again);
      _exit(0);
    }
    must(waitpid(init, nullptr, 0));
    _exit(0);
  }
  must(waitpid(outer, nullptr, 0));
}
