// An open file of a dead nested PID namespace keeps its parent namespace, too.
//
// Each PID namespace holds a reference to its parent. So the parent exists as
// long as the nested one, though no process and no file refers to it.
//
//   caller ──unshare(CLONE_NEWUSER)                 sets its limit to 3
//   caller ──clone3(CLONE_NEWPID)──▶ outer          PID 1
//   outer  ──clone3(CLONE_NEWPID)──▶ inner          PID 1 of the nested one
//   caller ──clone3(CLONE_NEWPID)──▶ later, next    when both have ended
//   caller ──clone3(CLONE_NEWPID)                   ENOSPC
//   caller ──ioctl(inner's file, NS_GET_PARENT)
#include <linux/nsfs.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t old_userns = ns_inode("/proc/self/ns/user");
  must(unshare(CLONE_NEWUSER));
  // The write sets the limit of the user namespace that the writer is in.
  if (ns_inode("/proc/self/ns/user") == old_userns) {
    broken("not in a new user namespace");
  }
  const Fd limit(
      must(open("/proc/sys/user/max_pid_namespaces", O_WRONLY | O_CLOEXEC)));
  must(write(limit, "3", 1));

  Gate nested, finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t outer = must(syscall(SYS_clone3, &args, sizeof args));
  if (outer == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t inner = must(fork());
    if (inner != 0) nested.open();
    finished.wait();
    _exit(0);
  }
  nested.wait();
  const std::string links = "/proc/" + std::to_string(outer) + "/ns/";
  observe("outer.ns", ns_inode(links + "pid"));
  const Fd inners(
      must(open((links + "pid_for_children").c_str(), O_RDONLY | O_CLOEXEC)));
  finished.open(2);
  must(waitpid(outer, nullptr, 0));

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
  if (next > 0) must(waitpid(next, nullptr, 0));

  const Fd parent(ioctl(inners, NS_GET_PARENT));
  observe("caller.ioctl_parent", outcome(parent));
  observe("caller.ns_of_parent",
          ns_inode("/proc/self/fd/" + std::to_string(parent)));
}
