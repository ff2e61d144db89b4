// A tracer of init sees a SIGTERM from inside; the kernel discards a SIGKILL.
//
// A tracer sees even signals that its tracee ignores, except SIGKILL. If it
// passes them on, a member's SIGTERM still has no effect on init. But a SIGSTOP
// stops init, so a member can stop an init that strace(1) traces.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init     PID 1 of the new namespace, traced by caller
//   caller ──fork()──▶ member ──kill()──▶ init
#include <sched.h>
#include <sys/ptrace.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate ready, finish;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(signal(SIGTERM, SIG_DFL));
    ready.open();  // glibc 2.41 blocks signals until fork() has returned
    finish.wait();
    _exit(0);
  }
  ready.wait();
  must(ptrace(PTRACE_SEIZE, init, nullptr, nullptr));

  const pid_t member = must(fork());
  if (member == 0) {
    if (getpid() != 2) broken("PID 1 is not the init that was made here");
    observe("member.kill_kill", outcome(kill(1, SIGKILL)));
    observe("member.kill_term", outcome(kill(1, SIGTERM)));
    observe("member.kill_stop", outcome(kill(1, SIGSTOP)));
    _exit(0);
  }
  must(waitpid(member, nullptr, 0));

  // Of the pending signals, SIGKILL comes first, then the lowest number.
  const auto next = [&](const char* name, int signal) {
    int status;
    must(waitpid(init, &status, 0));
    observe(name, ending(status));
    if (!WIFSTOPPED(status)) _exit(0);  // the wrong signal has killed init
    if (status >> 16) observe("init.stopped_by_event", status >> 16);
    must(ptrace(PTRACE_CONT, init, nullptr, signal));
  };
  next("init.stopped_before", SIGTERM);
  next("init.stopped_after_sigterm", SIGSTOP);
  finish.open();  // init reads this and exits, unless it is stopped first
  next("init.stopped_after_sigstop", 0);

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
