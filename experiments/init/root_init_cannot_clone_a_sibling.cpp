// In the init of the initial PID namespace too, CLONE_PARENT fails with EINVAL.
//
// A child that is created with CLONE_PARENT is a sibling of its creator. The
// parent of a sibling of this init would be the kernel's idle task, which has
// PID 0 and never waits for a child. A zombie would stay for ever.
//
//   caller                          PID 1 of the initial namespace
//   caller ──clone(CLONE_PARENT)    fails with EINVAL
//   caller ──fork()──▶ child        its child may use CLONE_PARENT
//   child  ──clone(CLONE_PARENT)──▶ sibling    a child of the caller
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/reboot.h>
#include <sched.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void clone_parent(const std::string& actor) {
  const unsigned long flags = CLONE_PARENT | SIGCHLD;
  const pid_t sibling = syscall(SYS_clone, flags, 0, 0, 0, 0);
  if (sibling == 0) _exit(0);
  observe(actor + ".clone", outcome(sibling));
}

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  clone_parent("caller");

  const pid_t child = must(fork());
  if (child == 0) {
    clone_parent("child");
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
