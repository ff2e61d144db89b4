// getppid() returns 0 if the parent is outside the caller's PID namespace.
//
// A parent outside has no PID inside, and the kernel reports 0 for a process
// that has none. It does not mean that the parent has ended: here it is alive.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 inside, its parent is outside
//   init   ──fork()──▶ member    PID 2 inside, its parent is inside
//   caller ──fork()──▶ joined    PID 3 inside, its parent is outside
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate member_gone, finished;
  must(unshare(CLONE_NEWPID));

  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    observe("init.ppid", getppid());
    const pid_t member = must(fork());
    if (member == 0) {
      observe("member.pid", getpid());
      observe("member.ppid", getppid());
      _exit(0);
    }
    must(waitpid(member, nullptr, 0));
    member_gone.open();
    finished.wait();
    _exit(0);
  }

  member_gone.wait();
  const pid_t joined = must(fork());
  if (joined == 0) {
    observe("joined.pid", getpid());
    observe("joined.ppid", getppid());
    _exit(0);
  }
  must(waitpid(joined, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
