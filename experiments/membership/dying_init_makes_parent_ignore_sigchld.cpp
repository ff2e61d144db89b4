// When an init created with CLONE_SIGHAND ends, its parent ignores SIGCHLD.
//
// An init that ends sets SIGCHLD to SIG_IGN, so that its children do not become
// zombies when it kills them. With CLONE_SIGHAND, the parent has the same table
// of handlers. It then ignores SIGCHLD too, and waitpid() fails with ECHILD.
//
//   caller ──clone(NEWPID | VM)───────────▶ alone    PID 1, ends
//   caller ──clone(NEWPID | VM | SIGHAND)─▶ sharer   PID 1, ends
//   caller ──fork()───────────────────────▶ child    an ordinary child
#include <sched.h>

#include <cstdint>

#include "experiments/experiment.h"

using namespace pidlab;

static int end_at_once(void*) { return 0; }

int main() {
  alignas(16) static char stack[64 * 1024];
  char* const top = stack + sizeof stack;
  struct sigaction action;

  const pid_t alone =
      must(clone(end_at_once, top, CLONE_NEWPID | CLONE_VM | SIGCHLD, nullptr));
  observe("caller.waitpid_alone", outcome(waitpid(alone, nullptr, 0)));
  must(sigaction(SIGCHLD, nullptr, &action));  // SIG_DFL is 0, SIG_IGN is 1
  observe("caller.sigchld_action_after_alone",
          std::intptr_t(action.sa_handler));

  const pid_t sharer =
      must(clone(end_at_once, top,
                 CLONE_NEWPID | CLONE_VM | CLONE_SIGHAND | SIGCHLD, nullptr));
  observe("caller.waitpid_sharer", outcome(waitpid(sharer, nullptr, 0)));
  must(sigaction(SIGCHLD, nullptr, &action));
  observe("caller.sigchld_action_after_sharer",
          std::intptr_t(action.sa_handler));

  const pid_t child = must(fork());
  if (child == 0) _exit(0);
  observe("caller.waitpid_child", outcome(waitpid(child, nullptr, 0)));
}
