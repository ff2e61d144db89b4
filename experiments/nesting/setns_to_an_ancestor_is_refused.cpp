// setns() to an ancestor PID namespace fails with EINVAL.
//
// setns accepts the caller's own namespace and its descendants. Here the
// descriptor is valid and the caller has every capability. But a child in an
// ancestor namespace would have no PID in the namespace of its parent, and
// fork could not return a PID.
//
//   caller ──unshare, fork()──▶ outer    PID 1 one level down
//   outer  ──unshare, fork()──▶ inner    PID 1 two levels down, tries to go up
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd grandparent(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  must(unshare(CLONE_NEWPID));

  const pid_t outer = must(fork());
  if (outer == 0) {
    const Fd parent(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
    must(unshare(CLONE_NEWPID));

    const pid_t inner = must(fork());
    if (inner == 0) {
      const Fd own(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
      observe("inner.setns_grandparent",
              outcome(setns(grandparent, CLONE_NEWPID)));
      observe("inner.setns_parent", outcome(setns(parent, CLONE_NEWPID)));
      observe("inner.setns_parent_any_type", outcome(setns(parent, 0)));
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
