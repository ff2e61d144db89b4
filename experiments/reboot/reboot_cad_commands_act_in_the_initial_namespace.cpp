// In the initial PID namespace, CAD_ON and CAD_OFF set ctrl-alt-del to 1 and 0.
//
// As reboot_other_commands_are_einval, but in the initial PID namespace, where
// the commands apply to the machine. After CAD_ON, Ctrl-Alt-Del restarts the
// machine at once. After CAD_OFF, it sends SIGINT to the machine's init.
//
//   caller                      in the initial PID namespace, with any PID
//   caller ──reboot(LINUX_REBOOT_CMD_CAD_OFF)
//   caller ──reboot(LINUX_REBOOT_CMD_CAD_ON)
#include <linux/reboot.h>
#include <sys/reboot.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));

  const Fd cad(
      must(open("/proc/sys/kernel/ctrl-alt-del", O_RDONLY | O_CLOEXEC)));
  char digit;
  observe("caller.reboot_cad_off", outcome(reboot(LINUX_REBOOT_CMD_CAD_OFF)));
  must(pread(cad, &digit, 1, 0));
  observe("caller.ctrl_alt_del_after_cad_off", digit - '0');

  observe("caller.reboot_cad_on", outcome(reboot(LINUX_REBOOT_CMD_CAD_ON)));
  must(pread(cad, &digit, 1, 0));
  observe("caller.ctrl_alt_del_after_cad_on", digit - '0');
}
