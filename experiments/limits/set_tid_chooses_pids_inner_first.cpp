// set_tid of clone3(2) chooses the child's PIDs, innermost namespace first.
//
// The first element of the array is the PID in the child's namespace, the next
// is that in the parent namespace, and so on. In the namespaces that the array
// does not reach, the kernel allocates a PID as usual. The search for the PIDs
// of later processes does not change.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()─────────────────────────▶ outer    PID 1
//   outer  ──clone3({77})───────────────────▶ chosen   PID 77
//   outer  ──clone3(CLONE_NEWPID, {1, 400})─▶ init     PID 1; 400 for outer
//   outer  ──fork()─────────────────────────▶ next     PID 2
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
    pid_t one[] = {77};
    clone_args args{.exit_signal = SIGCHLD,
                    .set_tid = reinterpret_cast<std::uintptr_t>(one),
                    .set_tid_size = 1};
    const pid_t chosen = syscall(SYS_clone3, &args, sizeof args);
    if (chosen == 0) {
      observe("chosen.pid", getpid());
      _exit(0);
    }
    observe("outer.clone3_one_level", outcome(chosen));
    if (chosen == -1) _exit(0);
    observe("chosen.pid_in_outer", chosen);
    must(waitpid(chosen, nullptr, 0));

    pid_t two[] = {1, 400};
    args.flags = CLONE_NEWPID;
    args.set_tid = reinterpret_cast<std::uintptr_t>(two);
    args.set_tid_size = 2;
    const pid_t init = syscall(SYS_clone3, &args, sizeof args);
    if (init == 0) {
      observe("init.pid", getpid());
      _exit(0);
    }
    observe("outer.clone3_two_levels", outcome(init));
    if (init == -1) _exit(0);
    observe("init.pid_in_outer", init);
    must(waitpid(init, nullptr, 0));

    const pid_t next = must(fork());
    if (next == 0) {
      observe("next.pid", getpid());
      _exit(0);
    }
    must(waitpid(next, nullptr, 0));
    _exit(0);
  }
  must(waitpid(outer, nullptr, 0));
}
