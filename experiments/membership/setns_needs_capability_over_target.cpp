// setns(CLONE_NEWPID) is EPERM without CAP_SYS_ADMIN over the target's owner.
//
// Each PID namespace is owned by the user namespace it was made in. A caller
// that moves to a new user namespace has all capabilities there, and none in
// the old one, which owns the target, and even the namespace it lives in.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init   PID 1 of the target
//   caller ──setns(the target)              allowed
//   caller ──unshare(CLONE_NEWUSER)         now the owner is out of reach
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

  // It has the capability: for namespaces of its new user namespace.
  observe("caller.unshare_newns", outcome(unshare(CLONE_NEWNS)));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
