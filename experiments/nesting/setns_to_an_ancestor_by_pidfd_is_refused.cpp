// setns(pidfd, CLONE_NEWPID) to an ancestor namespace fails with EINVAL.
//
// As setns_to_an_ancestor_is_refused, but a pidfd of a member selects each
// namespace. The same function of the kernel, pidns_install, refuses it.
//
//   caller ──unshare, fork()──▶ outer    PID 1 one level down
//   outer  ──unshare, fork()──▶ inner    PID 1 two levels down, tries to go up
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd grandparent(must(syscall(SYS_pidfd_open, getpid(), 0)));
  must(unshare(CLONE_NEWPID));

  const pid_t outer = must(fork());
  if (outer == 0) {
    const Fd parent(must(syscall(SYS_pidfd_open, getpid(), 0)));
    must(unshare(CLONE_NEWPID));

    const pid_t inner = must(fork());
    if (inner == 0) {
      const Fd own(must(syscall(SYS_pidfd_open, getpid(), 0)));
      observe("inner.setns_grandparent",
              outcome(setns(grandparent, CLONE_NEWPID)));
      observe("inner.setns_parent", outcome(setns(parent, CLONE_NEWPID)));
      observe("inner.setns_own", outcome(setns(own, CLONE_NEWPID)));

      const pid_t child = must(fork());
      if (child == 0) {
        observe("child.pid", getpid());
        observe("child.ppid", getppid());
        _exit(0);
      }
      must(waitpid(child, nullptr, 0));
      _exit(0);
    }
    must(waitpid(inner, nullptr, 0));
    _exit(0);
  }
  must(waitpid(outer, nullptr, 0));
}
