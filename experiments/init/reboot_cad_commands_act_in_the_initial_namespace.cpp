// In the initial PID namespace CAD_OFF and CAD_ON set what Ctrl-Alt-Del does.
//
// As reboot_other_commands_are_einval, but one level up: what means nothing in
// a child namespace is about the machine. With CAD_ON the keys restart it at
// once; with CAD_OFF they send SIGINT to its init.
//
//   caller                      in the initial PID namespace, any number
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
