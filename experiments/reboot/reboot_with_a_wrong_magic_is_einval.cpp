// In a child PID namespace, reboot(2) with a wrong magic number gets EINVAL.
//
// The two magic numbers protect against a call by mistake. The kernel checks
// them before it looks at the command or at the PID namespace.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1
//   init ────reboot(wrong magic, RESTART)             EINVAL
//   init ────reboot(right magic, POWER_OFF)           ends init
#include <linux/reboot.h>
#include <sched.h>
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
    observe("init.reboot_wrong_first",
            outcome(syscall(SYS_reboot, LINUX_REBOOT_MAGIC1 + 1,
                            LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_RESTART, 0)));
    observe(
        "init.reboot_wrong_second",
        outcome(syscall(SYS_reboot, LINUX_REBOOT_MAGIC1,
                        LINUX_REBOOT_MAGIC2 + 1, LINUX_REBOOT_CMD_RESTART, 0)));
    syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
            LINUX_REBOOT_CMD_POWER_OFF, 0);
    _exit(0);  // it does not come here
  }
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
