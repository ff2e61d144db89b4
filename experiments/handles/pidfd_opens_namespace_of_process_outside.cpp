// PIDFD_GET_PID_NAMESPACE opens even the PID namespace of a process outside.
//
// The ioctl needs the permission to inspect the process, and not a PID. The
// file that it opens identifies the namespace. But setns(2) cannot join this
// namespace, because it is an ancestor.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    inherits caller's pidfd
//   init ────ioctl(pidfd of caller), setns(the file that it opened)
//   init ────capset(without CAP_SYS_PTRACE), ioctl(pidfd of caller)
#include <linux/capability.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

#ifndef PIDFD_GET_PID_NAMESPACE  // Linux 6.11
#define PIDFD_GET_PID_NAMESPACE _IO(0xFF, 5)
#endif

using namespace pidlab;

int main() {
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  const Fd caller(must(syscall(SYS_pidfd_open, getpid(), 0)));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.ns", ns_inode("/proc/self/ns/pid"));
    const Fd outer(ioctl(caller, PIDFD_GET_PID_NAMESPACE, 0));
    observe("init.ioctl_ns_of_caller", outcome(outer));
    if (outer != -1) {
      observe("init.ns_of_caller",
              ns_inode("/proc/self/fd/" + std::to_string(outer)));
      observe("init.setns", outcome(setns(outer, CLONE_NEWPID)));
    }
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
    __user_cap_data_struct caps[2];
    must(syscall(SYS_capget, &header, caps));
    caps[0].effective &= ~(1u << CAP_SYS_PTRACE);
    must(syscall(SYS_capset, &header, caps));
    observe("init.ioctl_without",
            outcome(ioctl(caller, PIDFD_GET_PID_NAMESPACE, 0)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
