// CLONE_PARENT_SETTID stores the outer PID, CLONE_CHILD_SETTID the inner one.
//
// clone returns, and stores for the parent, the PID in the parent's namespace.
// The child itself stores its PID when it first runs, and set_tid_address
// returns it: both are in the child's own namespace.
//
//   caller ──clone(CLONE_NEWPID | CLONE_PARENT_SETTID |
//                  CLONE_CHILD_SETTID)──▶ init   PID 1 inside
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  pid_t parents_word = -1, childs_word = -1;
  const unsigned long flags =
      CLONE_NEWPID | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | SIGCHLD;
#if defined __aarch64__ || defined __riscv  // another order of arguments
  const pid_t init = must(
      syscall(SYS_clone, flags, nullptr, &parents_word, nullptr, &childs_word));
#else
  const pid_t init = must(
      syscall(SYS_clone, flags, nullptr, &parents_word, &childs_word, nullptr));
#endif
  if (init == 0) {
    observe("init.tid_in_parents_word", parents_word);
    observe("init.tid_in_childs_word", childs_word);
    observe("init.tid_from_set_tid_address",
            syscall(SYS_set_tid_address, nullptr));
    _exit(0);
  }
  observe("init.pid_outside", init);
  observe("caller.tid_in_parents_word", parents_word);
  observe("caller.tid_in_childs_word", childs_word);
  must(waitpid(init, nullptr, 0));
}
