// In a child PID namespace, reboot(2) without CAP_SYS_BOOT fails with EPERM.
//
// PID 1 and user ID 0 are not enough. The kernel checks the capability before
// it looks at the command.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   init   ──capset(without CAP_SYS_BOOT), reboot()    fails with EPERM
//   init   ──capset(with it again), reboot()           ends the namespace
#include <linux/capability.h>
#include <linux/reboot.h>
#include <sched.h>
#include <sys/reboot.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/pid");

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // In the caller's namespace, reboot(2) could stop the machine.
    if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == caller_ns) {
      broken("not in the namespace made for reboot(2)");
    }
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
    __user_cap_data_struct caps[2];
    must(syscall(SYS_capget, &header, caps));

    caps[0].effective &= ~(1u << CAP_SYS_BOOT);
    must(syscall(SYS_capset, &header, caps));
    observe("init.reboot_without", outcome(reboot(LINUX_REBOOT_CMD_RESTART)));
    observe("init.reboot_unknown_without", outcome(reboot(0x50494421)));

    caps[0].effective |= 1u << CAP_SYS_BOOT;
    must(syscall(SYS_capset, &header, caps));
    observe("init.reboot_unknown_with", outcome(reboot(0x50494421)));
    observe("init.reboot_with", outcome(reboot(LINUX_REBOOT_CMD_RESTART)));
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
