// After one process calls unshare(CLONE_NEWPID), another can create PID 1.
//
// The first process in a PID namespace is its init, whichever process creates
// it. Between unshare() and the first fork(), another process can join the
// namespace with setns(). A pidfd of the caller of unshare() leads to the
// namespace; since Linux 7.1, its link in /proc does too.
//
//   caller ──fork()──▶ unsharer
//                      unsharer ──unshare(CLONE_NEWPID)
//   caller ──setns(the unsharer's pid_for_children)
//   caller ──fork()────────────────────────▶ init   PID 1
//                      unsharer ──fork()───▶ late   PID 2
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// _IO(PIDFS_IOCTL_MAGIC, 6) of linux/pidfd.h, since 6.11.
constexpr unsigned long get_pid_for_children = _IO(0xFF, 6);

int main() {
  Gate unshared, taken, finished;
  const pid_t unsharer = must(fork());
  if (unsharer == 0) {
    must(unshare(CLONE_NEWPID));
    unshared.open();
    taken.wait();
    const pid_t late = must(fork());
    if (late == 0) {
      observe("late.pid", getpid());
      observe("late.ppid", getppid());
      _exit(0);
    }
    must(waitpid(late, nullptr, 0));
    _exit(0);
  }
  unshared.wait();
  const std::string link =
      "/proc/" + std::to_string(unsharer) + "/ns/pid_for_children";
  const Fd opened(open(link.c_str(), O_RDONLY | O_CLOEXEC));
  observe("caller.open_link", outcome(opened));

  const Fd pidfd(must(syscall(SYS_pidfd_open, unsharer, 0)));
  const Fd ns(ioctl(pidfd, get_pid_for_children, 0));
  observe("caller.ioctl_pid_for_children", outcome(ns));
  observe("caller.setns", outcome(setns(ns, CLONE_NEWPID)));

  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    observe("init.ppid", getppid());
    taken.open();
    finished.wait();
    _exit(0);
  }
  must(waitpid(unsharer, nullptr, 0));
  finished.open();
  must(waitpid(init, nullptr, 0));
}
