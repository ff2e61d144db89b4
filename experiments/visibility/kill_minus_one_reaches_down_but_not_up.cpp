// kill(-1) reaches members and nested PID namespaces, but no process outside.
//
// kill(-1) signals every process that has a PID in the caller's PID namespace,
// except PID 1 and the caller. If no other process is there, it fails with
// ESRCH.
//
//   caller ──fork()──▶ bystander    outside
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside: kill(-1, SIGKILL)
//   init   ──fork()──▶ member       PID 2 inside
//   init   ──unshare(CLONE_NEWPID)
//   init   ──fork()──▶ nested       PID 3 inside, PID 1 one level below
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate over, nested_up, killed;
  const pid_t bystander = must(fork());
  if (bystander == 0) {
    over.wait();
    _exit(7);
  }
  const ino_t outside = ns_inode("/proc/self/ns/pid");
  must(unshare(CLONE_NEWPID));

  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t member = must(fork());
    if (member == 0) {
      killed.wait();
      _exit(0);
    }

    must(unshare(CLONE_NEWPID));
    const pid_t nested = must(fork());
    if (nested == 0) {
      observe("nested.pid", getpid());
      nested_up.open();
      killed.wait();
      _exit(0);
    }
    nested_up.wait();

    // In the wrong namespace, the next call would kill every process.
    if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == outside) {
      broken("not in a PID namespace of its own");
    }
    observe("init.kill", outcome(kill(-1, SIGKILL)));
    killed.open(2);  // a process that was not killed reads this and exits

    int status = 0;
    must(waitpid(member, &status, 0));
    observe("member.ended", ending(status));
    must(waitpid(nested, &status, 0));
    observe("nested.ended", ending(status));

    observe("init.kill_alone", outcome(kill(-1, SIGKILL)));
    _exit(0);
  }
  int status = 0;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));

  over.open();
  must(waitpid(bystander, &status, 0));
  observe("bystander.ended", ending(status));
}
