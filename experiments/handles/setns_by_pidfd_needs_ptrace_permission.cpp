// Without permission to inspect a process, setns(2) with its pidfd gets EPERM.
//
// CAP_SYS_ADMIN is not enough: the caller needs the permission that reading the
// links in /proc/PID/ns needs. For a file that was opened before, setns makes
// no such check.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init    has a capability more than caller
//   caller ──capset(without CAP_SYS_PTRACE)
//   caller ──setns(pidfd of init)            refused
//   caller ──setns(file of init's ns)        allowed
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string link = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd file(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
  const Fd pidfd(must(syscall(SYS_pidfd_open, init, 0)));
  observe("caller.setns_pidfd_before", outcome(setns(pidfd, CLONE_NEWPID)));

  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
  __user_cap_data_struct caps[2];
  must(syscall(SYS_capget, &header, caps));
  caps[0].effective &= ~(1u << CAP_SYS_PTRACE);
  caps[0].permitted &= ~(1u << CAP_SYS_PTRACE);
  must(syscall(SYS_capset, &header, caps));

  observe("caller.setns_pidfd_after", outcome(setns(pidfd, CLONE_NEWPID)));
  observe("caller.setns_file_after", outcome(setns(file, CLONE_NEWPID)));
  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
