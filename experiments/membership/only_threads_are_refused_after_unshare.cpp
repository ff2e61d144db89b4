// After unshare(CLONE_NEWPID), CLONE_VM works; CLONE_THREAD fails with EINVAL.
//
// As in clone_newpid_refuses_a_thread, but after unshare(): the children of
// vfork(), posix_spawn() and clone(CLONE_VM) are in the new PID namespace, like
// any other child. A thread would have to be in the caller's, so it is refused.
//
//   caller ──clone(VM | SIGHAND | THREAD)─▶ before     a thread, still allowed
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()───────────────────────▶ init       PID 1
//   caller ──clone(VM | VFORK)────────────▶ borrower   PID 2
//   caller ──clone(VM)────────────────────▶ memory     PID 3
//   caller ──clone(VM | SIGHAND)──────────▶ handlers   PID 4
//   caller ──clone(VM | SIGHAND | THREAD)              refused
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

// A child runs this. It shares the caller's memory, and the caller observes.
static int leave_number(void* number) {
  *static_cast<pid_t*>(number) = getpid();
  return 0;
}

int main() {
  alignas(16) static char stack[64 * 1024];
  char* const top = stack + sizeof stack;
  pid_t number = 0;

  Gate finished;
  // With CLONE_VFORK, clone returns when the thread has ended.
  constexpr int thread = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_VFORK;
  observe("caller.clone_before",
          outcome(clone(leave_number, top, thread, &number)));
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    finished.wait();
    _exit(0);
  }

  const pid_t borrower =
      clone(leave_number, top, CLONE_VM | CLONE_VFORK | SIGCHLD, &number);
  observe("caller.clone_borrower", outcome(borrower));
  if (borrower != -1) must(waitpid(borrower, nullptr, 0));
  observe("borrower.pid", number);

  const pid_t memory = clone(leave_number, top, CLONE_VM | SIGCHLD, &number);
  observe("caller.clone_memory", outcome(memory));
  if (memory != -1) must(waitpid(memory, nullptr, 0));
  observe("memory.pid", number);

  const pid_t handlers =
      clone(leave_number, top, CLONE_VM | CLONE_SIGHAND | SIGCHLD, &number);
  observe("caller.clone_handlers", outcome(handlers));
  if (handlers != -1) must(waitpid(handlers, nullptr, 0));
  observe("handlers.pid", number);

  number = 0;
  observe("caller.clone_thread",
          outcome(clone(leave_number, top, thread, &number)));
  observe("thread.pid", number);  // it never ran

  finished.open();
  must(waitpid(init, nullptr, 0));
}
