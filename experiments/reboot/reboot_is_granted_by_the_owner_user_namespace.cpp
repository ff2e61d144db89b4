// CAP_SYS_BOOT in the user namespace owning the PID namespace allows reboot(2).
//
// As reboot_from_a_later_user_namespace_is_eperm, but one call creates both
// namespaces, so the user namespace owns the PID namespace. The caller needs no
// capability outside.
//
//   caller ──unshare(CLONE_NEWUSER | CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   init   ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/capability.h>
#include <linux/reboot.h>
#include <sched.h>
#include <sys/reboot.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/pid");

  must(unshare(CLONE_NEWUSER | CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // In the caller's namespace, reboot(2) could stop the machine.
    if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == caller_ns) {
      broken("not in the namespace made for reboot(2)");
    }

    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
    __user_cap_data_struct caps[2];
    must(syscall(SYS_capget, &header, caps));
    observe("init.cap_sys_boot", caps[0].effective >> CAP_SYS_BOOT & 1);
    observe("init.reboot", outcome(reboot(LINUX_REBOOT_CMD_RESTART)));
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
