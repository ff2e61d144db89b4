// With a pidfd, setns(2) joins all the types that its flags name, or none.
//
// A process inside may join the UTS namespace of a process outside, but not its
// PID namespace. If the flags name both, the call fails, and the process stays
// in its own UTS namespace.
//
//   caller ──clone3(NEWPID | NEWUTS)──▶ init     inherits a pidfd of caller
//   init ────setns(pidfd, NEWUTS | NEWPID)       refused, UTS is unchanged
//   init ────setns(pidfd, NEWUTS)                allowed
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // One that belongs to the user namespace of init.
  must(unshare(CLONE_NEWUTS));
  observe("caller.ns_uts", ns_inode("/proc/self/ns/uts"));
  const Fd pidfd(must(syscall(SYS_pidfd_open, getpid(), 0)));

  clone_args args{.flags = CLONE_NEWPID | CLONE_NEWUTS, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    observe("init.ns_uts_before", ns_inode("/proc/self/ns/uts"));
    observe("init.setns_both",
            outcome(setns(pidfd, CLONE_NEWUTS | CLONE_NEWPID)));
    observe("init.ns_uts_after_both", ns_inode("/proc/self/ns/uts"));

    observe("init.setns_newpid", outcome(setns(pidfd, CLONE_NEWPID)));
    observe("init.setns_newuts", outcome(setns(pidfd, CLONE_NEWUTS)));
    observe("init.ns_uts_after_newuts", ns_inode("/proc/self/ns/uts"));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
