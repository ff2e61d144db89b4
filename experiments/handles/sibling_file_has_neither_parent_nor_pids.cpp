// On a sibling's file, NS_GET_PARENT fails with EPERM, PID ioctls with ESRCH.
//
// The parent of both is not visible to a process in either. A process has no
// PID in a sibling namespace, so that nothing can be translated.
//
//   caller ──clone3(CLONE_NEWPID)──▶ left     PID 1 of a namespace
//   caller ──clone3(CLONE_NEWPID)──▶ right    PID 1 of its sibling
//   right  ──ioctl(file of left's)            EPERM, ESRCH
//   caller ──ioctl(file of left's)            ok
#include <linux/nsfs.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

#ifndef NS_GET_PID_FROM_PIDNS  // Linux 6.11
#define NS_GET_PID_FROM_PIDNS _IOR(NSIO, 0x6, int)
#define NS_GET_PID_IN_PIDNS _IOR(NSIO, 0x8, int)
#endif

using namespace pidlab;

int main() {
  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t left = must(syscall(SYS_clone3, &args, sizeof args));
  if (left == 0) {
    finished.wait();
    _exit(0);
  }
  observe("left.pid_outside", left);
  const std::string link = "/proc/" + std::to_string(left) + "/ns/pid";
  const Fd lefts(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));

  const pid_t right = must(syscall(SYS_clone3, &args, sizeof args));
  if (right == 0) {
    observe("right.ioctl_parent", outcome(ioctl(lefts, NS_GET_PARENT)));
    observe("right.ioctl_pid_of_left",
            outcome(ioctl(lefts, NS_GET_PID_FROM_PIDNS, 1)));
    observe("right.ioctl_pid_in_left",
            outcome(ioctl(lefts, NS_GET_PID_IN_PIDNS, 1)));
    _exit(0);
  }
  must(waitpid(right, nullptr, 0));

  const Fd parent(ioctl(lefts, NS_GET_PARENT));
  observe("caller.ioctl_parent", outcome(parent));
  observe("caller.pid_of_left", ioctl(lefts, NS_GET_PID_FROM_PIDNS, 1));
  observe("caller.pid_in_left", ioctl(lefts, NS_GET_PID_IN_PIDNS, left));

  finished.open();
  must(waitpid(left, nullptr, 0));
}
