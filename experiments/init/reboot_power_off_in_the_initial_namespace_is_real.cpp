// In the initial PID namespace POWER_OFF turns the machine off.
//
// As reboot_power_off_reads_as_killed_by_sigint, but one level up: there is no
// init to end and no parent to tell, the power is taken away.
//
//   caller                      PID 1 of the initial namespace
//   caller ──reboot(LINUX_REBOOT_CMD_POWER_OFF)
//                               the machine is off
#include <linux/reboot.h>
#include <sys/reboot.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  observe("caller.pid", getpid());

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  observe("caller.reboot", outcome(reboot(LINUX_REBOOT_CMD_POWER_OFF)));
}
