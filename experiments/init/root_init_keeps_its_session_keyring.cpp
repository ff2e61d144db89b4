// No child can replace the session keyring of the init of the machine: EPERM.
//
// KEYCTL_SESSION_TO_PARENT gives the parent the session keyring of the caller.
// The kernel refuses it for PID 1 of the initial PID namespace, and for a
// kernel thread. It allows it for every other parent of the same user.
//
//   caller                                  PID 1 of the initial namespace
//   caller ──fork()──▶ child                KEYCTL_SESSION_TO_PARENT: EPERM
//   child  ──fork()──▶ grandchild           for child: ok
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/keyctl.h>
#include <linux/reboot.h>
#include <sched.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

static long session_to_parent() {
  must(syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr));
  return syscall(SYS_keyctl, KEYCTL_SESSION_TO_PARENT);
}

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));

  const pid_t child = must(fork());
  if (child == 0) {
    const pid_t grandchild = must(fork());
    if (grandchild == 0) {
      observe("grandchild.keyctl", outcome(session_to_parent()));
      _exit(0);
    }
    must(waitpid(grandchild, nullptr, 0));
    observe("child.keyctl", outcome(session_to_parent()));
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
