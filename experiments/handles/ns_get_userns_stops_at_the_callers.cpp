// NS_GET_USERNS fails with EPERM if the owner is above the caller's namespace.
//
// The owner of a PID namespace is a user namespace. A process can open it if it
// is its own user namespace or a descendant of it. After
// unshare(CLONE_NEWUSER), the owner is the parent of the caller's.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init
//   init ────ioctl(its pid file, NS_GET_USERNS)    ok: its own
//   init ────unshare(CLONE_NEWUSER)
//   init ────ioctl(its pid file, NS_GET_USERNS)    EPERM
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.ns_user_before", ns_inode("/proc/self/ns/user"));
    const Fd own(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
    const Fd before(ioctl(own, NS_GET_USERNS));
    observe("init.ioctl_before", outcome(before));
    if (before != -1) {
      observe("init.ns_owner",
              ns_inode("/proc/self/fd/" + std::to_string(before)));
    }
    must(unshare(CLONE_NEWUSER));
    observe("init.ns_user_after", ns_inode("/proc/self/ns/user"));
    observe("init.ioctl_after", outcome(ioctl(own, NS_GET_USERNS)));

    // The owner of a PID namespace that it creates now is its own.
    must(unshare(CLONE_NEWPID));
    const pid_t leaf = must(fork());
    if (leaf == 0) {
      const Fd file(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
      const Fd owner(ioctl(file, NS_GET_USERNS));
      observe("leaf.ioctl", outcome(owner));
      if (owner != -1) {
        observe("leaf.ns_owner",
                ns_inode("/proc/self/fd/" + std::to_string(owner)));
      }
      _exit(0);
    }
    must(waitpid(leaf, nullptr, 0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
