// In the initial PID namespace RESTART restarts the machine.
//
// As reboot_restart_reads_as_killed_by_sighup, but one level up: there the
// namespace's init is ended, here the machine, and no process is told.
//
//   caller                      PID 1 of the initial namespace
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
//                               the machine starts again
#include <linux/reboot.h>
#include <sys/reboot.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // Only a machine made to be thrown away has this word on its command line.
  std::string words(4096, ' ');
  const Fd cmdline(must(open("/proc/cmdline", O_RDONLY | O_CLOEXEC)));
  const auto got = must(read(cmdline, words.data() + 1, words.size() - 2));
  words[got] = ' ';  // the newline
  if (words.find(" pidlab.throwaway ") == std::string::npos) {
    broken("this machine is not marked pidlab.throwaway");
  }
  const ino_t initial_ns = 4026531836;  // since 3.8
  if (ns_inode("/proc/self/ns/pid") != initial_ns) {
    broken("not in the initial PID namespace");
  }
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  observe("caller.pid", getpid());

  // The lines above shall leave a serial line before the machine ends.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  observe("caller.reboot", outcome(reboot(LINUX_REBOOT_CMD_RESTART)));
}
