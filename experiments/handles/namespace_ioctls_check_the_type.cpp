// An ioctl on a namespace file of the wrong type fails with EINVAL.
//
// NS_GET_OWNER_UID is for user namespaces only. The ioctls that translate PIDs
// are for PID namespaces only. An ioctl that no namespace file has fails with
// ENOTTY.
//
//   caller ──ioctl(file of its user, PID or UTS namespace)
#include <linux/nsfs.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

#ifndef NS_GET_PID_FROM_PIDNS  // Linux 6.11
#define NS_GET_PID_FROM_PIDNS _IOR(NSIO, 0x6, int)
#define NS_GET_PID_IN_PIDNS _IOR(NSIO, 0x8, int)
#endif

using namespace pidlab;

int main() {
  const Fd user(must(open("/proc/self/ns/user", O_RDONLY | O_CLOEXEC)));
  const Fd pid(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  const Fd uts(must(open("/proc/self/ns/uts", O_RDONLY | O_CLOEXEC)));

  uid_t uid;
  observe("caller.ioctl_owner_uid_of_user",
          outcome(ioctl(user, NS_GET_OWNER_UID, &uid)));
  observe("caller.ioctl_owner_uid_of_pid",
          outcome(ioctl(pid, NS_GET_OWNER_UID, &uid)));

  observe("caller.ioctl_pid_from_pid",
          outcome(ioctl(pid, NS_GET_PID_FROM_PIDNS, getpid())));
  observe("caller.ioctl_pid_from_uts",
          outcome(ioctl(uts, NS_GET_PID_FROM_PIDNS, getpid())));
  observe("caller.ioctl_pid_in_pid",
          outcome(ioctl(pid, NS_GET_PID_IN_PIDNS, getpid())));
  observe("caller.ioctl_pid_in_user",
          outcome(ioctl(user, NS_GET_PID_IN_PIDNS, getpid())));

  observe("caller.ioctl_unknown", outcome(ioctl(pid, _IO(NSIO, 0xff))));
}
