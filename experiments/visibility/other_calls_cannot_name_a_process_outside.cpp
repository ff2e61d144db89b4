// Nine more calls that take a PID cannot name a process outside: ESRCH.
//
// All of them look up the PID in the same way, in the caller's PID namespace.
//
//   caller ──fork()──▶ bystander    outside
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside, uses the bystander's PID
#include <linux/capability.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  const pid_t number = must(fork());
  if (number == 0) {
    finished.wait();
    _exit(0);
  }
  must(unshare(CLONE_NEWPID));

  const pid_t init = must(fork());
  if (init == 0) {
    cpu_set_t cpus;
    rlimit64 limit;
    __user_cap_header_struct whose{_LINUX_CAPABILITY_VERSION_3, number};
    __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3];
    const Fd file(must(open("/", O_RDONLY | O_CLOEXEC)));

    observe("init.getpgid", outcome(getpgid(number)));
    observe("init.getsid", outcome(getsid(number)));
    observe("init.getpriority",  // the system call: the library's can return -1
            outcome(syscall(SYS_getpriority, PRIO_PROCESS, number)));
    observe("init.sched_getscheduler", outcome(sched_getscheduler(number)));
    observe("init.sched_getaffinity",
            outcome(sched_getaffinity(number, sizeof cpus, &cpus)));
    observe("init.prlimit64",
            outcome(prlimit64(number, RLIMIT_NOFILE, nullptr, &limit)));
    observe("init.capget", outcome(syscall(SYS_capget, &whose, caps)));
    const Fd pidfd(syscall(SYS_pidfd_open, number, 0));
    observe("init.pidfd_open", outcome(pidfd));
    observe("init.fcntl_setown", outcome(fcntl(file, F_SETOWN, number)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));

  finished.open();
  must(waitpid(number, nullptr, 0));
}
