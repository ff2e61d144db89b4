// After setns() to a child PID namespace, CLONE_NEWPID fails with EINVAL.
//
// As in no_second_namespace_after_unshare, but setns() is the reason: the
// caller is not a member of the PID namespace for its children. A child is a
// member of it, and can create another one.
//
//   caller ──clone3(CLONE_NEWPID)────▶ init    PID 1 of the target
//   caller ──setns(the target)
//   caller ──unshare, clone3(CLONE_NEWPID)     refused
//   caller ──fork()──────────────────▶ child   PID 2, may call unshare
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = syscall(SYS_clone3, &args, sizeof args);
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  observe("caller.clone3_before", outcome(init));

  const std::string target = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd ns(must(open(target.c_str(), O_RDONLY | O_CLOEXEC)));
  observe("caller.setns", outcome(setns(ns, CLONE_NEWPID)));

  observe("caller.unshare_after", outcome(unshare(CLONE_NEWPID)));
  const pid_t after = syscall(SYS_clone3, &args, sizeof args);
  if (after == 0) _exit(0);
  observe("caller.clone3_after", outcome(after));

  const pid_t child = fork();
  if (child == 0) {
    observe("child.pid", getpid());
    observe("child.unshare", outcome(unshare(CLONE_NEWPID)));
    _exit(0);
  }
  observe("caller.fork", outcome(child));
  if (child != -1) must(waitpid(child, nullptr, 0));

  finished.open();
  while (wait(nullptr) != -1) {
  }
}
