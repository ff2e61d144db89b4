// Init does not end before a tracer outside has waited for each dead tracee.
//
// An init that exits reaps its dead children. If a process outside traces one
// of them, that child stays a zombie until the tracer waits for it, and init
// does not end. This is why a container under a debugger may not go away.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init     PID 1 of the new namespace
//   init   ──fork()──▶ member   PID 2, traced by the caller
#include <sched.h>
#include <sys/ptrace.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate ready, traced;
  const Fd file(must(open("/dev/null", O_RDONLY | O_CLOEXEC)));
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t member = must(fork());
    if (member == 0) {
      must(fcntl(file, F_SETOWN, getpid()));
      ready.open();
      for (;;) pause();
    }
    traced.wait();
    _exit(5);
  }
  ready.wait();

  // F_GETOWN translates the PID of the owner for the caller.
  const pid_t member = must(fcntl(file, F_GETOWN));
  must(ptrace(PTRACE_SEIZE, member, nullptr, nullptr));
  traced.open();

  // The end of init kills the member, and WNOWAIT leaves it a zombie.
  siginfo_t zombie;
  observe("caller.waitid",
          outcome(waitid(P_PID, member, &zombie, WEXITED | WNOWAIT)));

  int status = 0;
  const pid_t reaped = must(waitpid(init, &status, WNOHANG));
  observe("caller.reaped_before", reaped);

  int members_status = 0;
  observe("caller.waitpid", outcome(waitpid(member, &members_status, 0)));
  observe("member.ended", ending(members_status));
  if (reaped == 0) must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
