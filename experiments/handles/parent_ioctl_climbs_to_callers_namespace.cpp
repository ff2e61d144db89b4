// NS_GET_PARENT leads up to the caller's PID namespace, then fails with EPERM.
//
// Each PID namespace refers to its parent. The ioctl NS_GET_PARENT on a file of
// a PID namespace opens a file of the parent. It fails if the parent is an
// ancestor of the caller's namespace, and for the initial namespace, which does
// not have a parent.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 of middle
//   init ────unshare(CLONE_NEWPID), fork()──▶ leaf    PID 1 of middle/inner
//   caller ──ioctl(NS_GET_PARENT), from inner upward, until it fails
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));

  Gate nested, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd middle(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
    observe("init.ioctl_parent_of_own", outcome(ioctl(middle, NS_GET_PARENT)));

    must(unshare(CLONE_NEWPID));
    if (must(fork()) == 0) {
      finished.wait();  // the leaf
      _exit(0);
    }
    nested.open();
    finished.wait();
    _exit(0);
  }
  nested.wait();
  const std::string links = "/proc/" + std::to_string(init) + "/ns/";
  observe("init.ns", ns_inode(links + "pid"));
  observe("init.ns_for_children", ns_inode(links + "pid_for_children"));

  Fd at(must(open((links + "pid_for_children").c_str(), O_RDONLY | O_CLOEXEC)));
  for (int step = 1; step <= 3; ++step) {
    Fd parent(ioctl(at, NS_GET_PARENT));
    observe("caller.ioctl_step_" + std::to_string(step), outcome(parent));
    if (parent == -1) break;
    observe("caller.ns_after_step_" + std::to_string(step),
            ns_inode("/proc/self/fd/" + std::to_string(parent)));
    at = std::move(parent);
  }

  finished.open(2);
  must(waitpid(init, nullptr, 0));
}
