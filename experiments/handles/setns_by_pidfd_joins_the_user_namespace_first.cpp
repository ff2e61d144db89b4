// setns(pidfd, NEWUSER | NEWPID) needs no capability if the caller owns them.
//
// To join a PID namespace, a process needs CAP_SYS_ADMIN in its own user
// namespace, too. With both flags, the kernel looks at the user namespace that
// the caller is about to join, where it will have all capabilities.
//
//   caller ──capset(no capabilities)
//   caller ──clone3(NEWUSER | NEWPID)──▶ init     PID 1
//   caller ──setns(pidfd, NEWPID)                 EPERM
//   caller ──setns(pidfd, NEWUSER | NEWPID)       ok
//   caller ──fork()────────────────────▶ child    PID 2
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
  __user_cap_data_struct none[2]{};
  must(syscall(SYS_capset, &header, none));

  Gate finished;
  clone_args args{.flags = CLONE_NEWUSER | CLONE_NEWPID,
                  .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string links = "/proc/" + std::to_string(init) + "/ns/";
  observe("init.ns_user", ns_inode(links + "user"));
  const Fd pidfd(must(syscall(SYS_pidfd_open, init, 0)));

  observe("caller.setns_newpid", outcome(setns(pidfd, CLONE_NEWPID)));
  observe("caller.setns_both",
          outcome(setns(pidfd, CLONE_NEWUSER | CLONE_NEWPID)));
  observe("caller.ns_user", ns_inode("/proc/self/ns/user"));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
