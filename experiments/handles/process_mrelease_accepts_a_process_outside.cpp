// process_mrelease(2) accepts the pidfd of a process outside the PID namespace.
//
// It releases the memory of a process that is being killed, and needs neither a
// permission nor a capability. The caller, as tracer, holds the victim at the
// beginning of its exit, while it still has its memory.
//
//   caller ──fork()──▶ victim                          outside, is traced
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     inherits victim's pidfd
//   init   ──process_mrelease(victim)                  EINVAL
//   caller ──kill(victim, SIGKILL)
//   init   ──process_mrelease(victim)                  ok
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const pid_t victim = must(fork());
  if (victim == 0) {
    for (;;) pause();
  }
  must(ptrace(PTRACE_SEIZE, victim, nullptr, PTRACE_O_TRACEEXIT));
  const Fd pidfd(must(syscall(SYS_pidfd_open, victim, 0)));

  Gate tried, killed;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const auto release = [&] {
      return outcome(syscall(SYS_process_mrelease, int(pidfd), 0));
    };
    observe("init.pidfd_send_signal",
            outcome(syscall(SYS_pidfd_send_signal, int(pidfd), 0, nullptr, 0)));
    observe("init.process_mrelease_before", release());
    tried.open();
    killed.wait();
    observe("init.process_mrelease_after", release());
    _exit(0);
  }
  tried.wait();
  must(kill(victim, SIGKILL));
  int status;
  must(waitpid(victim, &status, 0));  // PTRACE_EVENT_EXIT
  observe("caller.event", status >> 16);
  killed.open();
  must(waitpid(init, nullptr, 0));

  must(ptrace(PTRACE_CONT, victim, nullptr, nullptr));
  must(waitpid(victim, &status, 0));
  observe("victim.ended", ending(status));
}
