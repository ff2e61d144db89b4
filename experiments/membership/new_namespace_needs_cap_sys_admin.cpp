// CLONE_NEWPID without CAP_SYS_ADMIN fails with EPERM in clone() and unshare().
//
// The kernel checks this one capability, in the user namespace of the caller.
// It does not check the user ID: user 0 without CAP_SYS_ADMIN is refused, even
// if it has all other capabilities.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init    allowed
//   caller ──capset(all but CAP_SYS_ADMIN)
//   caller ──clone3(CLONE_NEWPID)            refused
//   caller ──unshare(CLONE_NEWPID)           refused
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = syscall(SYS_clone3, &args, sizeof args);
  if (init == 0) {
    observe("init.pid", getpid());
    _exit(0);
  }
  observe("caller.clone3_before", outcome(init));
  if (init != -1) must(waitpid(init, nullptr, 0));

  __user_cap_header_struct self{.version = _LINUX_CAPABILITY_VERSION_3};
  __user_cap_data_struct capabilities[2];
  must(syscall(SYS_capget, &self, capabilities));
  capabilities[0].effective &= ~CAP_TO_MASK(CAP_SYS_ADMIN);
  capabilities[0].permitted &= ~CAP_TO_MASK(CAP_SYS_ADMIN);
  must(syscall(SYS_capset, &self, capabilities));

  observe("caller.euid", geteuid());
  const pid_t refused = syscall(SYS_clone3, &args, sizeof args);
  if (refused == 0) _exit(0);
  observe("caller.clone3_after", outcome(refused));
  if (refused != -1) must(waitpid(refused, nullptr, 0));
  observe("caller.unshare_after", outcome(unshare(CLONE_NEWPID)));
}
