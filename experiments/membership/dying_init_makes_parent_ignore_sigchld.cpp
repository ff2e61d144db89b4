// A dying init that shares signal handlers makes its parent ignore SIGCHLD.
//
// An init that dies ignores SIGCHLD, so that the members it kills need not be
// reaped. With CLONE_SIGHAND its handlers are the parent's as well: from now
// on the parent ignores SIGCHLD, and its children vanish before it can wait.
//
//   caller ──clone(NEWPID | VM)───────────▶ alone    PID 1, ends
//   caller ──clone(NEWPID | VM | SIGHAND)─▶ sharer   PID 1, ends
//   caller ──fork()───────────────────────▶ child    not even an init
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
