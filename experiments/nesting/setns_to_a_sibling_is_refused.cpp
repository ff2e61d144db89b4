// setns() to a sibling PID namespace fails with EINVAL.
//
// Siblings have the same parent and are at the same level. setns accepts only
// the caller's own PID namespace and its descendants. The parent of both can
// join either.
//
//   caller ──clone3(CLONE_NEWPID)──▶ left     PID 1 of a namespace
//   caller ──clone3(CLONE_NEWPID)──▶ right    PID 1 of its sibling
//   right  ──setns(left's)                    refused
//   caller ──setns(left's), fork()─▶ child    PID 2 of left's
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
  const std::string link = "/proc/" + std::to_string(left) + "/ns/pid";
  const Fd lefts(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));

  const pid_t right = must(syscall(SYS_clone3, &args, sizeof args));
  if (right == 0) {
    const Fd own(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
    observe("right.setns_left", outcome(setns(lefts, CLONE_NEWPID)));
    observe("right.setns_left_any_type", outcome(setns(lefts, 0)));
    observe("right.setns_own", outcome(setns(own, CLONE_NEWPID)));
    _exit(0);
  }
  must(waitpid(right, nullptr, 0));

  observe("caller.setns_left", outcome(setns(lefts, CLONE_NEWPID)));
  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  finished.open();
  must(waitpid(left, nullptr, 0));
}
