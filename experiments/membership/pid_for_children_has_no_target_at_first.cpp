// Before Linux 7.1, pid_for_children has no target until the first fork().
//
// unshare() creates the PID namespace at once, but the namespace has no init
// yet. Kernels before 7.1 hide such a namespace: readlink() and open() of the
// link fail with ENOENT. Later kernels show it from the beginning.
//
//   caller ──unshare(CLONE_NEWPID)           readlink, open: ENOENT or ok
//   caller ──fork()────────────────▶ child   PID 1: now the link has a target
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  constexpr const char* link = "/proc/self/ns/pid_for_children";
  char text[64];
  observe("caller.readlink_at_start", outcome(readlink(link, text, 64)));
  must(unshare(CLONE_NEWPID));

  observe("caller.readlink_before", outcome(readlink(link, text, 64)));
  const Fd before(open(link, O_RDONLY | O_CLOEXEC));
  observe("caller.open_before", outcome(before));

  Gate finished;
  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    observe("child.ns", ns_inode("/proc/self/ns/pid"));
    finished.wait();
    _exit(0);
  }
  observe("caller.readlink_after", outcome(readlink(link, text, 64)));
  const Fd after(open(link, O_RDONLY | O_CLOEXEC));
  observe("caller.open_after", outcome(after));
  observe("caller.ns_for_children", ns_inode(link));

  finished.open();
  must(waitpid(child, nullptr, 0));
}
