// In the initial PID namespace, reboot(HALT) halts the machine with power on.
//
// In a child PID namespace, HALT and POWER_OFF have the same effect: init is
// killed, and wait(2) reports SIGINT. In the initial PID namespace, HALT stops
// all processors and leaves the power on.
//
//   caller                                    PID 1 of the initial namespace
//   caller ──reboot(LINUX_REBOOT_CMD_HALT)    nothing runs, the power is on
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
