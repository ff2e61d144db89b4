// When init ends, the kernel kills every other member of its PID namespace.
//
// Nobody would be left to adopt and reap orphans, so none may live on: the last
// act of a dying init is to send SIGKILL to each number of its namespace.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace, exits by itself
//   caller ──fork()──▶ member    PID 2, waits for nothing
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

  // Not a child of init: the caller is its parent and can see how it ends.
  Gate member_ready;
  const pid_t member = must(fork());
  if (member == 0) {
    observe("member.pid", getpid());
    observe("member.ppid", getppid());
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
