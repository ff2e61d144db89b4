// SIGTERM as the parent-death signal does not kill an init that has no handler.
//
// prctl(PR_SET_PDEATHSIG) asks for a signal when the parent ends. The sender is
// the parent, which is in an ancestor namespace. So the same rule holds as for
// its kill(2): only SIGKILL and SIGSTOP are forced.
//
//   caller                              a subreaper: adopts init
//   caller ──fork()──▶ parent ──unshare(CLONE_NEWPID)
//   parent ──fork()──▶ init             PID 1 of the new namespace
//   parent ──fork()──▶ member           PID 2: SIGTERM kills it
#include <sched.h>
#include <sys/prctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(prctl(PR_SET_CHILD_SUBREAPER, 1));
  Gate ready, parent_died, member_ended;
  const pid_t parent = must(fork());
  if (parent == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      observe("init.pid", getpid());
      observe("init.prctl", outcome(prctl(PR_SET_PDEATHSIG, SIGTERM)));
      ready.open();
      member_ended.wait();
      _exit(0);
    }
    const pid_t member = must(fork());
    if (member == 0) {
      must(prctl(PR_SET_PDEATHSIG, SIGTERM));
      ready.open();
      parent_died.wait();
      _exit(0);
    }
    ready.wait();
    ready.wait();
    _exit(0);
  }

  // The kernel sends the signal before waitpid can return the parent.
  must(waitpid(parent, nullptr, 0));
  parent_died.open();

  int status;
  must(waitpid(-1, &status, 0));
  observe("member.ended", ending(status));
  member_ended.open();
  must(waitpid(-1, &status, 0));
  observe("init.ended", ending(status));
}
