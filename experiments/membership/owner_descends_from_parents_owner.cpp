// The owner of a PID namespace is, or descends from, the owner of its parent.
//
// The owner is a user namespace. The kernel refuses any other owner with
// EINVAL. Here the child is in init's PID namespace, but in a user namespace
// above its owner. It can create a PID namespace only after it has joined the
// owner.
//
//   caller ──clone3(CLONE_NEWUSER | CLONE_NEWPID)──▶ init    PID 1
//   caller ──setns(init's PID namespace)
//   caller ──fork()──▶ child     PID 2, in the caller's user namespace
//                      child ──unshare(CLONE_NEWPID)   refused
//                      child ──setns(init's user namespace)
//                      child ──unshare(CLONE_NEWPID)   allowed
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  clone_args args{.flags = CLONE_NEWUSER | CLONE_NEWPID,
                  .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string path = "/proc/" + std::to_string(init) + "/ns/";
  const Fd target(must(open((path + "pid").c_str(), O_RDONLY | O_CLOEXEC)));
  const Fd owner(must(open((path + "user").c_str(), O_RDONLY | O_CLOEXEC)));
  must(setns(target, CLONE_NEWPID));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    observe("child.unshare_as_outsider", outcome(unshare(CLONE_NEWPID)));
    must(setns(owner, CLONE_NEWUSER));
    observe("child.unshare_as_member", outcome(unshare(CLONE_NEWPID)));

    const pid_t grandchild = must(fork());
    if (grandchild == 0) {
      observe("grandchild.pid", getpid());
      _exit(0);
    }
    must(waitpid(grandchild, nullptr, 0));
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
