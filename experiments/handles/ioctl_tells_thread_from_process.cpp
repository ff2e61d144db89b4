// The ioctls NS_GET_PID_* return a thread's TID, and NS_GET_TGID_* its TGID.
//
// In the kernel, each thread has a PID: its TID. It has one in each namespace
// in which its process has one. The TGID is the PID of the thread group leader,
// and so the PID of the process.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 of target
//   init ────std::thread────────────────────▶ second   TID 2 of target
//   caller ──ioctl(target, ..., 2)
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>

#include <thread>

#include "experiments/experiment.h"

#ifndef NS_GET_PID_FROM_PIDNS  // Linux 6.11
#define NS_GET_PID_FROM_PIDNS _IOR(NSIO, 0x6, int)
#define NS_GET_TGID_FROM_PIDNS _IOR(NSIO, 0x7, int)
#define NS_GET_PID_IN_PIDNS _IOR(NSIO, 0x8, int)
#define NS_GET_TGID_IN_PIDNS _IOR(NSIO, 0x9, int)
#endif

using namespace pidlab;

int main() {
  Gate started, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    std::thread second([&] {
      observe("second.tid", gettid());
      started.open();
      finished.wait();
    });
    second.join();
    _exit(0);
  }
  started.wait();
  observe("init.pid_outside", init);

  const std::string link = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd target(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
  const int thread = ioctl(target, NS_GET_PID_FROM_PIDNS, 2);
  observe("caller.pid_outside_of_2", thread);
  observe("caller.tgid_outside_of_2", ioctl(target, NS_GET_TGID_FROM_PIDNS, 2));
  observe("caller.pid_inside_of_second",
          ioctl(target, NS_GET_PID_IN_PIDNS, thread));
  observe("caller.tgid_inside_of_second",
          ioctl(target, NS_GET_TGID_IN_PIDNS, thread));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
