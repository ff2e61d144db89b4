// setns(CLONE_NEWPID) needs CAP_SYS_ADMIN in the target's owner, else EPERM.
//
// The owner of a PID namespace is the user namespace in which it was created.
// After unshare(CLONE_NEWUSER), the caller has all capabilities in the new user
// namespace, but none in the old one. The old one owns the target, and also the
// caller's PID namespace.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init   PID 1 of the target
//   caller ──setns(the target)              allowed
//   caller ──unshare(CLONE_NEWUSER)         no capability in the owner now
//   caller ──setns(the target), setns(its own)     refused
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string path = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd target(must(open(path.c_str(), O_RDONLY | O_CLOEXEC)));
  const Fd home(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));

  observe("caller.setns_before", outcome(setns(target, CLONE_NEWPID)));
  must(unshare(CLONE_NEWUSER));
  observe("caller.setns_after", outcome(setns(target, CLONE_NEWPID)));
  observe("caller.setns_home", outcome(setns(home, CLONE_NEWPID)));

  // It has CAP_SYS_ADMIN in its new user namespace.
  observe("caller.unshare_newns", outcome(unshare(CLONE_NEWNS)));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
