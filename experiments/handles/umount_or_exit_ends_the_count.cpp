// After umount or exit, max_pid_namespaces does not count a dead namespace.
//
// A mount of proc, or a process's pid_for_children, keeps one. The kernel takes
// it off the count some time after its last use. A loop waits for that.
//
//   caller ──unshare(CLONE_NEWUSER)                  sets its limit to 2
//   caller ──clone3(CLONE_NEWPID)───────▶ mounter    PID 1, mounts proc, ends
//   caller ──fork()─────────────────────▶ holder     unshare(CLONE_NEWPID)
//   holder ──fork()─────────────────────▶ first      PID 1, ends
//   caller ──umount(), waitpid(holder)               each releases one
#include <linux/sched.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static volatile sig_atomic_t late = 0;

int main() {
  const ino_t old_userns = ns_inode("/proc/self/ns/user");
  must(unshare(CLONE_NEWUSER | CLONE_NEWNS));
  // The write sets the limit of the user namespace that the writer is in.
  if (ns_inode("/proc/self/ns/user") == old_userns) {
    broken("not in a new user namespace");
  }
  const Fd limit(
      must(open("/proc/sys/user/max_pid_namespaces", O_WRONLY | O_CLOEXEC)));
  must(write(limit, "2", 1));

  Gate ended, finish;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t mounter = must(syscall(SYS_clone3, &args, sizeof args));
  if (mounter == 0) {
    must(mount("proc", "/tmp", "proc", 0, nullptr));
    _exit(0);
  }
  must(waitpid(mounter, nullptr, 0));
  const pid_t holder = must(fork());
  if (holder == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t first = must(fork());
    if (first == 0) _exit(0);
    must(waitpid(first, nullptr, 0));
    ended.open();
    finish.wait();
    _exit(0);
  }
  ended.wait();

  // If a namespace is counted for ever, the loop ends after 5 seconds.
  must(signal(SIGALRM, [](int) { late = 1; }));
  alarm(5);
  const auto clone3 = [&](const char* name) {
    pid_t init;
    while ((init = syscall(SYS_clone3, &args, sizeof args)) == -1 &&
           errno == ENOSPC && !late) {
      sched_yield();
    }
    if (init == 0) _exit(0);  // As a zombie, it keeps its namespace.
    observe(name, outcome(init));
  };
  must(umount2("/tmp", 0));
  clone3("caller.clone3_after_umount");
  finish.open();
  must(waitpid(holder, nullptr, 0));
  clone3("caller.clone3_after_exit");
  while (wait(nullptr) != -1) continue;
}
