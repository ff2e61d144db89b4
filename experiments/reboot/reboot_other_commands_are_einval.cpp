// In a child PID namespace, reboot(CAD_OFF) and reboot(KEXEC) fail with EINVAL.
//
// In a child PID namespace, only four commands are valid: RESTART, RESTART2,
// HALT and POWER_OFF. Every other command, known or unknown, fails with EINVAL
// and changes neither the namespace nor the machine.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace, calls reboot()
//   init   ──fork()──▶ child     PID 2: the namespace still works
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
    // In the caller's namespace, reboot(2) could stop the machine.
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
    observe("init.reboot_restart", outcome(reboot(LINUX_REBOOT_CMD_RESTART)));
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
