// After init calls unshare(CLONE_NEWUSER), its reboot(2) fails with EPERM.
//
// The new user namespace gives init all capabilities, but only over what that
// namespace owns. reboot(2) needs CAP_SYS_BOOT in the user namespace that owns
// the PID namespace, and that is the old one.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   init   ──unshare(CLONE_NEWUSER)    all capabilities, but not in the owner
//   init   ──reboot(LINUX_REBOOT_CMD_RESTART)    fails with EPERM
//   init   ──unshare(CLONE_NEWPID)
//   init   ──fork()──▶ inner     PID 1, reboot() ends its namespace
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
    must(unshare(CLONE_NEWUSER));

    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
    __user_cap_data_struct caps[2];
    must(syscall(SYS_capget, &header, caps));
    observe("init.cap_sys_boot", caps[0].effective >> CAP_SYS_BOOT & 1);
    observe("init.reboot", outcome(reboot(LINUX_REBOOT_CMD_RESTART)));
    const ino_t init_ns = ns_inode("/proc/self/ns/pid");
    must(unshare(CLONE_NEWPID));
    const pid_t inner = must(fork());
    if (inner == 0) {
      const ino_t own_ns = ns_inode("/proc/self/ns/pid");
      if (getpid() != 1 || own_ns == init_ns || own_ns == caller_ns) {
        broken("not in the namespace made for reboot(2)");
      }
      observe("inner.reboot", outcome(reboot(LINUX_REBOOT_CMD_RESTART)));
      _exit(0);
    }
    int status;
    must(waitpid(inner, &status, 0));
    observe("inner.ended", ending(status));
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
