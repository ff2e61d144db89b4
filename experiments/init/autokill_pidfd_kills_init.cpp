// The kernel kills init when its CLONE_PIDFD_AUTOKILL pidfd is closed.
//
// The kernel sends SIGKILL in its own name, so it is forced. CLONE_AUTOREAP,
// which the flag needs, makes the kernel reap init: its parent cannot wait. A
// second pidfd, without the flag, shows how init ended.
//
//   caller ──clone3(CLONE_NEWPID | CLONE_PIDFD | ...)──▶ init   PID 1 inside
//   caller ──close(pidfd)
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// The first version of struct pidfd_info.
struct Info {
  __u64 mask = 8;  // wanted: PIDFD_INFO_EXIT, Linux 6.15
  __u64 cgroup_id = 0;
  __u32 pid = 0, tgid = 0, ppid = 0, ids[8] = {};
  __s32 exit_code = -1;
};

int main() {
  constexpr __u64 autoreap = 1ULL << 34, autokill = 1ULL << 36;  // Linux 7.1
  Gate closed;
  int pidfd = -1;
  clone_args args{.flags = CLONE_NEWPID | CLONE_PIDFD | autoreap | autokill,
                  .pidfd = reinterpret_cast<__u64>(&pidfd)};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    closed.wait();
    _exit(0);
  }
  const Fd witness(must(syscall(SYS_pidfd_open, init, 0)));

  const int copy = must(dup(pidfd));
  must(close(pidfd));
  must(kill(init, 0));  // a copy is still open
  must(close(copy));
  closed.open();  // init reads this and exits, unless it is killed first

  pollfd event{.fd = witness};  // POLLHUP: init has been reaped
  must(poll(&event, 1, -1));
  observe("caller.waitpid", outcome(waitpid(init, nullptr, 0)));
  Info info;
  must(ioctl(witness, _IOWR(0xFF, 11, Info), &info));  // PIDFD_GET_INFO
  observe("init.ended", ending(info.exit_code));
}
