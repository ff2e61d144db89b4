// Once a grandchild has been reaped, PIDFD_GET_INFO gives its exit status.
//
// Only a parent can wait for a process; here the parent is the init of a PID
// namespace. But when the process is reaped, the kernel saves its exit status.
// A holder of a pidfd can read it if the process had a PID in its namespace.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 of target
//   init ────fork()─────────────────────────▶ child   PID 2, exits with 7
//   caller ──ioctl(pidfd of child) as a zombie, and after init reaped it
#include <linux/nsfs.h>
#include <linux/types.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

#ifndef NS_GET_PID_FROM_PIDNS  // Linux 6.11
#define NS_GET_PID_FROM_PIDNS _IOR(NSIO, 0x6, int)
#endif

using namespace pidlab;

// The first version of struct pidfd_info.
struct Info {
  __u64 mask = 8;  // wanted: PIDFD_INFO_EXIT, Linux 6.15
  __u64 cgroup_id = 0;
  __u32 pid = 0, tgid = 0, ppid = 0, ids[8] = {};
  __s32 exit_code = -1;
};
constexpr auto pidfd_get_info = _IOWR(0xFF, 11, Info);

int main() {
  Gate created, may_end, dead, may_reap;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t child = must(fork());
    if (child == 0) {
      may_end.wait();
      _exit(7);
    }
    created.open();
    siginfo_t info;
    must(waitid(P_PID, child, &info, WEXITED | WNOWAIT));  // now a zombie
    dead.open();
    may_reap.wait();
    must(waitpid(child, nullptr, 0));
    _exit(0);
  }
  created.wait();
  const std::string link = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd target(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
  const pid_t child = ioctl(target, NS_GET_PID_FROM_PIDNS, 2);
  const Fd pidfd(syscall(SYS_pidfd_open, child, 0));
  observe("caller.pidfd_open", outcome(pidfd));
  may_end.open();

  dead.wait();
  Info zombie, gone;
  observe("caller.ioctl_info_of_zombie",
          outcome(ioctl(pidfd, pidfd_get_info, &zombie)));
  observe("caller.exit_told_of_zombie", zombie.mask & 8);
  siginfo_t info;
  observe("caller.waitid", outcome(waitid(P_PIDFD, pidfd, &info, WEXITED)));
  may_reap.open();

  must(waitpid(init, nullptr, 0));  // init has reaped the child before
  observe("caller.ioctl_info_of_reaped",
          outcome(ioctl(pidfd, pidfd_get_info, &gone)));
  observe("caller.exit_told_of_reaped", gone.mask & 8);
  observe("child.ended", ending(gone.exit_code));
}
