// With a pidfd, setns(2) joins all types that its flags name; 0 is EINVAL.
//
// A pidfd leads to all namespaces of its process. The second argument of
// setns(2) names the types to join, and 0 is not valid. As always,
// CLONE_NEWPID only sets the PID namespace of the caller's future children.
//
//   caller ──clone3(NEWPID | NEWUTS)──▶ init     PID 1 of target
//   caller ──setns(pidfd of init, both types)
//   caller ──fork()───────────────────▶ child    PID 2 of target
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.ns_before", ns_inode("/proc/self/ns/pid"));
  observe("caller.ns_uts_before", ns_inode("/proc/self/ns/uts"));

  Gate finished;
  clone_args args{.flags = CLONE_NEWPID | CLONE_NEWUTS, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string links = "/proc/" + std::to_string(init) + "/ns/";
  observe("init.ns", ns_inode(links + "pid"));
  observe("init.ns_uts", ns_inode(links + "uts"));

  const Fd pidfd(must(syscall(SYS_pidfd_open, init, 0)));
  observe("caller.setns_0", outcome(setns(pidfd, 0)));
  observe("caller.setns_no_type", outcome(setns(pidfd, CLONE_VM)));
  observe("caller.setns_both",
          outcome(setns(pidfd, CLONE_NEWPID | CLONE_NEWUTS)));

  observe("caller.ns_after", ns_inode("/proc/self/ns/pid"));
  observe("caller.ns_for_children", ns_inode("/proc/self/ns/pid_for_children"));
  observe("caller.ns_uts_after", ns_inode("/proc/self/ns/uts"));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
