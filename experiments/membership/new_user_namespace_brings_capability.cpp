// Without any capability, CLONE_NEWUSER | CLONE_NEWPID creates a PID namespace.
//
// CLONE_NEWPID alone is refused. With CLONE_NEWUSER, the kernel first creates a
// user namespace, in which the child has all capabilities. Then it creates a
// PID namespace that this user namespace owns. Rootless containers start in
// this way.
//
//   caller ──capset(none)
//   caller ──clone3(CLONE_NEWPID)                     refused
//   caller ──clone3(CLONE_NEWUSER | CLONE_NEWPID)──▶ init    PID 1
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  __user_cap_header_struct self{.version = _LINUX_CAPABILITY_VERSION_3};
  const __user_cap_data_struct none[2] = {};
  must(syscall(SYS_capset, &self, none));

  clone_args alone{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t refused = syscall(SYS_clone3, &alone, sizeof alone);
  if (refused == 0) _exit(0);
  observe("caller.clone3_alone", outcome(refused));
  if (refused != -1) must(waitpid(refused, nullptr, 0));

  clone_args both{.flags = CLONE_NEWUSER | CLONE_NEWPID,
                  .exit_signal = SIGCHLD};
  const pid_t init = syscall(SYS_clone3, &both, sizeof both);
  if (init == 0) {
    observe("init.pid", getpid());
    observe("init.unshare", outcome(unshare(CLONE_NEWPID)));
    _exit(0);
  }
  observe("caller.clone3_both", outcome(init));
  if (init != -1) must(waitpid(init, nullptr, 0));
}
