// In the initial PID namespace, reboot(RESTART) restarts the machine.
//
// As reboot_restart_is_reported_as_sighup, but in the initial PID namespace.
// The kernel does not kill init: it restarts the machine during the call.
//
//   caller                                       PID 1 of the initial namespace
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)    the machine starts again
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
  observe("caller.reboot", outcome(reboot(LINUX_REBOOT_CMD_RESTART)));
}
