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
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));

  const Fd cad(
      must(open("/proc/sys/kernel/ctrl-alt-del", O_RDONLY | O_CLOEXEC)));
  char digit;
  observe("caller.cad_off", outcome(reboot(LINUX_REBOOT_CMD_CAD_OFF)));
  must(pread(cad, &digit, 1, 0));
  observe("caller.ctrl_alt_del_after_off", digit - '0');

  observe("caller.cad_on", outcome(reboot(LINUX_REBOOT_CMD_CAD_ON)));
  must(pread(cad, &digit, 1, 0));
  observe("caller.ctrl_alt_del_after_on", digit - '0');
}
