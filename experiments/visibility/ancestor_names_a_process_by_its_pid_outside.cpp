// A process inside has a PID outside, by which processes outside can name it.
//
// As in other_calls_cannot_name_a_process_outside, but in the other direction:
// a process has a PID in its own namespace and in every ancestor namespace.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init    PID 1 inside; fork returns its PID outside
#include <linux/capability.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  must(unshare(CLONE_NEWPID));
  const pid_t number = must(fork());
  if (number == 0) {
    observe("init.pid", getpid());
    finished.wait();
    _exit(0);
  }
  observe("init.pid_outside", number);

  cpu_set_t cpus;
  rlimit64 limit;
  __user_cap_header_struct whose{_LINUX_CAPABILITY_VERSION_3, number};
  __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3];
  const Fd file(must(open("/", O_RDONLY | O_CLOEXEC)));

  observe("caller.kill", outcome(kill(number, 0)));
  observe("caller.getpgid", outcome(getpgid(number)));
  observe("caller.getsid", outcome(getsid(number)));
  observe("caller.getpriority",  // the system call: the library's can return -1
          outcome(syscall(SYS_getpriority, PRIO_PROCESS, number)));
  observe("caller.sched_getscheduler", outcome(sched_getscheduler(number)));
  observe("caller.sched_getaffinity",
          outcome(sched_getaffinity(number, sizeof cpus, &cpus)));
  observe("caller.prlimit64",
          outcome(prlimit64(number, RLIMIT_NOFILE, nullptr, &limit)));
  observe("caller.capget", outcome(syscall(SYS_capget, &whose, caps)));
  const Fd pidfd(syscall(SYS_pidfd_open, number, 0));
  observe("caller.pidfd_open", outcome(pidfd));
  observe("caller.fcntl_setown", outcome(fcntl(file, F_SETOWN, number)));

  finished.open();
  must(waitpid(number, nullptr, 0));
}
