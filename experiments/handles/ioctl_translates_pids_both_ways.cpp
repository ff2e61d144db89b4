// Two ioctls on a PID namespace file translate PIDs out of it and into it.
//
// A process has one PID in its own namespace and one in each ancestor
// namespace. The ioctls look up one of these PIDs and return another. They fail
// with ESRCH if the process has no PID in the other namespace.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 of target
//   caller ──fork()─────────────────────────▶ member   PID 2 of target
//   caller ──ioctl(target, NS_GET_PID_FROM_PIDNS and NS_GET_PID_IN_PIDNS)
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
  Gate finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const pid_t member = must(fork());
  if (member == 0) {
    finished.wait();
    _exit(0);
  }
  observe("init.pid_outside", init);
  observe("member.pid_outside", member);

  const std::string link = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd target(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
  observe("caller.pid_inside_of_init",
          ioctl(target, NS_GET_PID_IN_PIDNS, init));
  observe("caller.pid_inside_of_member",
          ioctl(target, NS_GET_PID_IN_PIDNS, member));
  observe("caller.pid_outside_of_1", ioctl(target, NS_GET_PID_FROM_PIDNS, 1));
  observe("caller.pid_outside_of_2", ioctl(target, NS_GET_PID_FROM_PIDNS, 2));

  // The caller is not a member of target, and target has no third process.
  observe("caller.ioctl_inside_of_caller",
          outcome(ioctl(target, NS_GET_PID_IN_PIDNS, getpid())));
  observe("caller.ioctl_outside_of_3",
          outcome(ioctl(target, NS_GET_PID_FROM_PIDNS, 3)));

  finished.open(2);
  must(waitpid(member, nullptr, 0));  // first, as the end of init kills it
  must(waitpid(init, nullptr, 0));
}
