// With a file of the parent PID namespace, a process learns its PID there.
//
// As ioctl_translates_pids_both_ways, but upward. A process has a PID in each
// ancestor namespace, and with a file of the ancestor it can ask for it. The
// parent process has no PID in the child namespace: ESRCH.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1, holds outer's file
//   init ────ioctl(outer, NS_GET_PID_IN_PIDNS and NS_GET_PID_FROM_PIDNS)
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

#ifndef NS_GET_PID_FROM_PIDNS  // Linux 6.11
#define NS_GET_PID_FROM_PIDNS _IOR(NSIO, 0x6, int)
#define NS_GET_PID_IN_PIDNS _IOR(NSIO, 0x8, int)
#endif

using namespace pidlab;

int main() {
  const Fd outer(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  const pid_t parent = getpid();

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    observe("init.ppid", getppid());
    const pid_t outside = ioctl(outer, NS_GET_PID_IN_PIDNS, getpid());
    observe("init.pid_outside", outside);
    observe("init.pid_inside", ioctl(outer, NS_GET_PID_FROM_PIDNS, outside));
    observe("init.ioctl_pid_of_parent",
            outcome(ioctl(outer, NS_GET_PID_FROM_PIDNS, parent)));
    _exit(0);
  }
  observe("init.pid_from_fork", init);
  must(waitpid(init, nullptr, 0));
}
