// With CLONE_NEWPID, CLONE_SIGHAND works, but CLONE_THREAD fails with EINVAL.
//
// The threads of a process share its pending signals and its entry in /proc, so
// they have to be in one PID namespace. A child process may share memory
// (CLONE_VM) and signal handlers with the caller, and still be PID 1.
//
//   caller ──clone(NEWPID | VM)───────────▶ memory     PID 1
//   caller ──clone(NEWPID | VM | SIGHAND)─▶ handlers   PID 1 of another
//   caller ──clone(VM | SIGHAND | THREAD)─▶ alone      a thread of the caller
//   caller ──clone(NEWPID | VM | SIGHAND | THREAD)     refused
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
  observe("caller.pid", getpid());

  const pid_t memory =
      clone(leave_number, top, CLONE_NEWPID | CLONE_VM | SIGCHLD, &number);
  observe("caller.clone_memory", outcome(memory));
  if (memory != -1) must(waitpid(memory, nullptr, 0));
  observe("memory.pid", number);

  // When this init ends, the caller ignores SIGCHLD. So the init has no exit
  // signal, and waitpid needs __WALL.
  number = 0;
  const pid_t handlers = clone(
      leave_number, top, CLONE_NEWPID | CLONE_VM | CLONE_SIGHAND, &number);
  observe("caller.clone_handlers", outcome(handlers));
  if (handlers != -1) must(waitpid(handlers, nullptr, __WALL));
  observe("handlers.pid", number);

  // With CLONE_VFORK, clone returns when the thread has ended.
  constexpr int thread = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_VFORK;
  observe("caller.clone_alone",
          outcome(clone(leave_number, top, thread, &number)));
  observe("alone.pid", number);

  number = 0;
  observe("caller.clone_thread",
          outcome(clone(leave_number, top, CLONE_NEWPID | thread, &number)));
  observe("thread.pid", number);  // it never ran

  // With or without CLONE_NEWPID, CLONE_SIGHAND needs CLONE_VM.
  observe(
      "caller.clone_sighand_without_vm",
      outcome(clone(leave_number, top, CLONE_NEWPID | CLONE_SIGHAND, &number)));
}
