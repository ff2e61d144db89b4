// PIDFD_GET_INFO gives PIDs of the caller's namespace, or fails with EREMOTE.
//
// A pidfd refers to a process, not to a PID. The ioctl returns PIDs in the
// caller's namespace. The parent of init is outside, so init reads 0 as the PID
// of its parent. The ioctl fails if the process itself has no PID in the
// caller's namespace.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    inherits caller's pidfd
//   init ────ioctl(caller's), ioctl(its own)
//   caller ──ioctl(init's)
#include <linux/types.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// The first version of struct pidfd_info.
struct Info {
  __u64 mask = 0, cgroup_id = 0;
  __u32 pid = 0, tgid = 0, ppid = 0, ids[8] = {}, spare = 0;
};
constexpr auto pidfd_get_info = _IOWR(0xFF, 11, Info);  // Linux 6.13

int main() {
  observe("caller.pid", getpid());
  const Fd caller(must(syscall(SYS_pidfd_open, getpid(), 0)));

  Gate tried, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    Info above, own;
    observe("init.ioctl_info_of_caller",
            outcome(ioctl(caller, pidfd_get_info, &above)));
    const Fd self(must(syscall(SYS_pidfd_open, getpid(), 0)));
    observe("init.ioctl_info_of_itself",
            outcome(ioctl(self, pidfd_get_info, &own)));
    observe("init.pid_of_itself", own.pid);
    observe("init.ppid_of_itself", own.ppid);
    tried.open();
    finished.wait();
    _exit(0);
  }
  tried.wait();
  observe("init.pid_outside", init);
  Info below;
  const Fd pidfd(must(syscall(SYS_pidfd_open, init, 0)));
  observe("caller.ioctl_info_of_init",
          outcome(ioctl(pidfd, pidfd_get_info, &below)));
  observe("caller.pid_of_init", below.pid);
  observe("caller.ppid_of_init", below.ppid);

  finished.open();
  must(waitpid(init, nullptr, 0));
}
