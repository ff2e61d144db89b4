// After setns() to a child PID namespace, setns() to a sibling of it works.
//
// setns compares the target with the PID namespace that the caller is in, and
// not with the one for its children. The first setns does not move the caller,
// so each child namespace is still below it.
//
//   caller ──clone3(CLONE_NEWPID)──▶ left      PID 1 of a namespace
//   caller ──clone3(CLONE_NEWPID)──▶ right     PID 1 of its sibling
//   caller ──setns(left's), fork()──▶ first    PID 2 of left's
//   caller ──setns(right's), fork()─▶ second   PID 2 of right's
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t left = must(syscall(SYS_clone3, &args, sizeof args));
  if (left == 0) {
    finished.wait();
    _exit(0);
  }
  const pid_t right = must(syscall(SYS_clone3, &args, sizeof args));
  if (right == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string lefts = "/proc/" + std::to_string(left) + "/ns/pid";
  const std::string rights = "/proc/" + std::to_string(right) + "/ns/pid";
  observe("left.ns", ns_inode(lefts));
  observe("right.ns", ns_inode(rights));

  const Fd ns_of_left(must(open(lefts.c_str(), O_RDONLY | O_CLOEXEC)));
  observe("caller.setns_left", outcome(setns(ns_of_left, CLONE_NEWPID)));
  const pid_t first = must(fork());
  if (first == 0) {
    observe("first.pid", getpid());
    _exit(0);
  }
  observe("first.ns", ns_inode("/proc/" + std::to_string(first) + "/ns/pid"));

  const Fd ns_of_right(must(open(rights.c_str(), O_RDONLY | O_CLOEXEC)));
  observe("caller.setns_right", outcome(setns(ns_of_right, CLONE_NEWPID)));
  const pid_t second = must(fork());
  if (second == 0) {
    observe("second.pid", getpid());
    _exit(0);
  }
  observe("second.ns", ns_inode("/proc/" + std::to_string(second) + "/ns/pid"));

  must(waitpid(first, nullptr, 0));
  must(waitpid(second, nullptr, 0));
  finished.open(2);
  must(waitpid(left, nullptr, 0));
  must(waitpid(right, nullptr, 0));
}
