// When init ends, the kernel also kills a stopped member of its PID namespace.
//
// In init_death_kills_the_other_members the member runs; here it is stopped.
// SIGKILL wakes a stopped process, and the process exits. It does not need
// SIGCONT, and the kernel does not send SIGCONT.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace, calls _exit(7)
//   caller ──fork()──▶ member    PID 2, stops itself with SIGSTOP
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static pid_t member;

int main() {
  Gate finish;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    finish.wait();
    _exit(7);
  }

  // The caller is the parent of the member and sees how the member ends.
  member = must(fork());
  if (member == 0) {
    must(kill(getpid(), SIGSTOP));
    observe("member.went_on", "after SIGSTOP");
    _exit(0);
  }
  int status;
  must(waitpid(member, &status, WUNTRACED));
  observe("member.stopped", ending(status));

  // If the kernel does not kill the member, SIGCONT continues it after 5 s.
  must(signal(SIGALRM, [](int) { must(kill(member, SIGCONT)); }));
  alarm(5);
  finish.open();
  must(waitpid(member, &status, WUNTRACED | WCONTINUED));
  observe("member.ended", ending(status));
  if (WIFCONTINUED(status)) must(waitpid(member, nullptr, 0));
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
