// When init ends, the kernel kills the other members of its PID namespace.
//
// A PID namespace needs its init, which adopts and reaps the orphans. So an
// init that exits sends SIGKILL to each process that has a PID in its
// namespace.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace, calls _exit(7)
//   caller ──fork()──▶ member    PID 2, calls pause()
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finish;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    finish.wait();
    _exit(7);
  }

  // The caller is the parent of the member and sees how the member ends.
  Gate member_ready;
  const pid_t member = must(fork());
  if (member == 0) {
    observe("member.pid", getpid());
    observe("member.ppid", getppid());
    alarm(5);  // its end on a kernel that does not kill it
    member_ready.open();
    for (;;) pause();
  }
  member_ready.wait();
  finish.open();

  int status;
  must(waitpid(member, &status, 0));
  observe("member.ended", ending(status));
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
