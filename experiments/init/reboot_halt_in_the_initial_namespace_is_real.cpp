// In the initial PID namespace HALT stops the machine, and leaves it on.
//
// In a child namespace nothing tells HALT from POWER_OFF: init is killed by
// SIGINT. Here they differ: nothing runs any more, and the power stays on.
//
//   caller                      PID 1 of the initial namespace
//   caller ──reboot(LINUX_REBOOT_CMD_HALT)
//                               nothing runs, the power is on
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
  observe("caller.reboot", outcome(reboot(LINUX_REBOOT_CMD_HALT)));
}
