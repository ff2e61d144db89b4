// NS_GET_USERNS fails with EPERM if the owner is not the caller's or below it.
//
// The ioctl opens the user namespace that owns a namespace. A process may open
// its own user namespace and the descendants of it, and no ancestor. The new
// descriptor is closed by execve.
//
//   caller ──ioctl(NS_GET_USERNS)      of its PID namespace: ok
//   caller ──unshare(CLONE_NEWUSER)    its PID namespace keeps its owner
//   caller ──ioctl(NS_GET_USERNS)      EPERM
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd pid_ns(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  const Fd before(ioctl(pid_ns, NS_GET_USERNS));
  observe("caller.ioctl_ns_get_userns_before", outcome(before));
  observe("caller.fd_flags", must(fcntl(before, F_GETFD)));
  uid_t uid;
  observe("caller.ioctl_ns_get_owner_uid_of_user",
          outcome(ioctl(before, NS_GET_OWNER_UID, &uid)));
  observe("caller.ioctl_ns_get_owner_uid_of_pid",
          outcome(ioctl(pid_ns, NS_GET_OWNER_UID, &uid)));

  must(unshare(CLONE_NEWUSER));
  const Fd after(ioctl(pid_ns, NS_GET_USERNS));
  observe("caller.ioctl_ns_get_userns_after", outcome(after));
}
