// max_pid_namespaces does not count a namespace that nothing refers to.
//
// The kernel takes it off the count some time after the last process, file or
// mount: a loop waits for that. A nested namespace refers to its parent. A
// failed clone3 refers to the namespace that it has created until it returns.
//
//   caller ──unshare(CLONE_NEWUSER)               sets its limit to 2
//   caller ──clone3(CLONE_NEWPID)──▶ outer        PID 1
//   outer  ──clone3(CLONE_NEWPID)──▶ inner        PID 1, nested; both end
//   caller ──clone3(CLONE_NEWPID)──▶ again        PID 1
//   caller ──clone3(CLONE_NEWPID, set_tid 2)      EINVAL
//   caller ──clone3(CLONE_NEWPID, bad pidfd)      EFAULT
//   caller ──clone3(CLONE_NEWPID)──▶ last         PID 1
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static volatile sig_atomic_t late = 0;

int main() {
  const ino_t old_ns = ns_inode("/proc/self/ns/user");
  must(unshare(CLONE_NEWUSER));
  // The write sets the limit of the user namespace that the writer is in.
  if (ns_inode("/proc/self/ns/user") == old_ns) broken("old user namespace");
  const Fd limit(
      must(open("/proc/sys/user/max_pid_namespaces", O_WRONLY | O_CLOEXEC)));
  must(pwrite(limit, "2", 1, 0));
  Gate created, finish, finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t outer = must(syscall(SYS_clone3, &args, sizeof args));
  if (outer == 0) {
    const pid_t inner = must(syscall(SYS_clone3, &args, sizeof args));
    if (inner != 0) created.open();
    finish.wait();
    _exit(0);
  }
  created.wait();
  const pid_t third = syscall(SYS_clone3, &args, sizeof args);
  if (third == 0) _exit(0);
  observe("caller.clone3_third", outcome(third));
  finish.open(2);
  must(waitpid(outer, nullptr, 0));
  // If a namespace is never taken off the count, the loop ends after 5 seconds.
  must(signal(SIGALRM, [](int) { late = 1; }));
  alarm(5);
  const auto clone3 = [&](const char* name) {
    pid_t init;
    while ((init = syscall(SYS_clone3, &args, sizeof args)) == -1 &&
           errno == ENOSPC && !late) {
      sched_yield();
    }
    if (init == 0) {
      finished.wait();
      _exit(0);
    }
    observe(name, outcome(init));
  };
  clone3("caller.clone3_again");
  const pid_t two = 2;
  args.set_tid = reinterpret_cast<__u64>(&two);
  args.set_tid_size = 1;
  clone3("caller.clone3_with_set_tid");
  args.set_tid = args.set_tid_size = 0;
  args.flags |= CLONE_PIDFD;
  args.pidfd = 8;  // not mapped: the kernel has made PID 1, and frees it
  clone3("caller.clone3_with_bad_pidfd");
  args.flags = CLONE_NEWPID;
  clone3("caller.clone3_last");
  finished.open(3);
  while (wait(nullptr) != -1) continue;
}
