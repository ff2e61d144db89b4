// The init of the initial PID namespace ignores SIGKILL and SIGSTOP.
//
// A child PID namespace has ancestors, from which these signals are forced on
// its init. The initial one has none. Even if they are forced, as by SI_KERNEL
// in a signal of init to itself, they do not kill or stop the machine's init.
//
//   caller                        PID 1 of the initial namespace
//   caller ──fork()──▶ child ──kill()──▶ caller
//   caller ──rt_sigqueueinfo(SI_KERNEL)──▶ caller
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/reboot.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.kill_kill", outcome(kill(1, SIGKILL)));
    observe("child.kill_stop", outcome(kill(1, SIGSTOP)));
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));
  siginfo_t info{};
  info.si_code = SI_KERNEL;
  observe("caller.rt_sigqueueinfo_kill",
          outcome(syscall(SYS_rt_sigqueueinfo, 1, SIGKILL, &info)));
  observe("caller.rt_sigqueueinfo_stop",
          outcome(syscall(SYS_rt_sigqueueinfo, 1, SIGSTOP, &info)));
  observe("caller.went_on", "after SIGKILL and SIGSTOP");

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
