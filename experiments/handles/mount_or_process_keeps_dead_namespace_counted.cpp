// A mount of proc, or a process's pid_for_children, keeps a namespace counted.
//
// Both refer to the PID namespace, so that it exists without a process, and
// max_pid_namespaces counts it. That its init has ended does not matter.
//
//   caller ──unshare(CLONE_NEWUSER)                  sets its limit to 3
//   caller ──fork()─────────────────────▶ holder     unshare(CLONE_NEWPID)
//   holder ──fork()─────────────────────▶ first      PID 1, ends
//   caller ──clone3(CLONE_NEWPID)───────▶ second     PID 1, mounts proc, ends
//   caller ──clone3(CLONE_NEWPID)───────▶ later      PID 1, ends
//   caller ──clone3(CLONE_NEWPID)───────▶ next       in the place of later
//   caller ──clone3(CLONE_NEWPID)                    one more: ENOSPC
#include <linux/sched.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t old_userns = ns_inode("/proc/self/ns/user");
  must(unshare(CLONE_NEWUSER | CLONE_NEWNS));
  // The write sets the limit of the user namespace that the writer is in.
  if (ns_inode("/proc/self/ns/user") == old_userns) {
    broken("not in a new user namespace");
  }
  const Fd limit(
      must(open("/proc/sys/user/max_pid_namespaces", O_WRONLY | O_CLOEXEC)));
  must(pwrite(limit, "3", 1, 0));

  Gate ended, finished;
  const pid_t holder = must(fork());
  if (holder == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t first = must(fork());
    if (first == 0) _exit(0);
    must(waitpid(first, nullptr, 0));
    ended.open();
    finished.wait();
    _exit(0);
  }
  ended.wait();
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t second = must(syscall(SYS_clone3, &args, sizeof args));
  if (second == 0) {
    must(mount("proc", "/tmp", "proc", 0, nullptr));
    _exit(0);
  }
  must(waitpid(second, nullptr, 0));

  // When this namespace is free, an earlier one without a use usually is, too.
  const pid_t later = must(syscall(SYS_clone3, &args, sizeof args));
  if (later == 0) _exit(0);
  must(waitpid(later, nullptr, 0));
  pid_t next;
  while ((next = syscall(SYS_clone3, &args, sizeof args)) == -1 &&
         errno == ENOSPC) {
    sched_yield();
  }
  if (next == 0) _exit(0);  // As a zombie, it keeps its namespace.
  observe("caller.clone3_next", outcome(next));
  const pid_t fourth = syscall(SYS_clone3, &args, sizeof args);
  if (fourth == 0) _exit(0);
  observe("caller.clone3_fourth", outcome(fourth));
  if (fourth > 0) must(waitpid(fourth, nullptr, 0));
  observe("caller.access_mount", outcome(access("/tmp/meminfo", R_OK)));

  if (next > 0) must(waitpid(next, nullptr, 0));
  finished.open();
  must(waitpid(holder, nullptr, 0));
}
