// setns(CLONE_NEWPID) needs CAP_SYS_ADMIN in its caller's user namespace, too.
//
// The creator of a user namespace has all capabilities in it. To join a PID
// namespace that this user namespace owns, the creator also needs CAP_SYS_ADMIN
// in its own user namespace. A caller that joins the user namespace first
// passes both checks.
//
//   caller ──clone3(CLONE_NEWUSER | CLONE_NEWPID)──▶ init   PID 1
//   caller ──capset(none)
//   caller ──setns(init's PID namespace)             refused
//   caller ──setns(init's user namespace)            allowed
//   caller ──setns(init's PID namespace)             allowed
#include <linux/capability.h>
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

  __user_cap_header_struct self{.version = _LINUX_CAPABILITY_VERSION_3};
  const __user_cap_data_struct none[2] = {};
  must(syscall(SYS_capset, &self, none));

  observe("caller.setns_target_first", outcome(setns(target, CLONE_NEWPID)));
  observe("caller.setns_owner", outcome(setns(owner, CLONE_NEWUSER)));
  observe("caller.setns_target_then", outcome(setns(target, CLONE_NEWPID)));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
