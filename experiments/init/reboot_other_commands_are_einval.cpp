// In a PID namespace reboot(2) refuses Ctrl-Alt-Del, kexec and suspend: EINVAL.
//
// Those would reach the machine. Four commands have a meaning for a namespace:
// RESTART, RESTART2, HALT and POWER_OFF. All others end before the kernel even
// looks what they are, and leave the namespace and the machine as they were.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace, tries them all
//   init   ──fork()──▶ child     PID 2: the namespace still lives
#include <linux/reboot.h>
#include <sched.h>
#include <sys/reboot.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/pid");
  const Fd cad(
      must(open("/proc/sys/kernel/ctrl-alt-del", O_RDONLY | O_CLOEXEC)));
  char digit;
  must(pread(cad, &digit, 1, 0));
  observe("caller.ctrl_alt_del_before", digit - '0');

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // In the namespace of the caller, reboot(2) might mean the machine.
    if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == caller_ns) {
      broken("not in the namespace made for reboot(2)");
    }
    observe("init.reboot_cad_on", outcome(reboot(LINUX_REBOOT_CMD_CAD_ON)));
    must(pread(cad, &digit, 1, 0));
    observe("init.ctrl_alt_del_after_cad_on", digit - '0');

    observe("init.reboot_cad_off", outcome(reboot(LINUX_REBOOT_CMD_CAD_OFF)));
    must(pread(cad, &digit, 1, 0));
    observe("init.ctrl_alt_del_after_cad_off", digit - '0');

    observe("init.reboot_kexec", outcome(reboot(LINUX_REBOOT_CMD_KEXEC)));
    observe("init.reboot_suspend",
            outcome(reboot(LINUX_REBOOT_CMD_SW_SUSPEND)));
    observe("init.reboot_unknown", outcome(reboot(0x50494421)));

    const pid_t child = must(fork());
    if (child == 0) {
      observe("child.pid", getpid());
      _exit(0);
    }
    must(waitpid(child, nullptr, 0));
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
