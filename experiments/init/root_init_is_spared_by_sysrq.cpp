// SysRq-e and SysRq-i signal every init but that of the machine.
//
// "e" sends SIGTERM, and "i" sends SIGKILL, to every process of the machine.
// The kernel leaves out its own threads and PID 1 of the initial PID namespace.
// A blocked signal stays pending, also for an init.
//
//   caller                                          PID 1 of the initial one
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init  PID 1 inside
//   caller ──write("e"), write("i")──▶ /proc/sysrq-trigger
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/reboot.h>
#include <sched.h>
#include <sys/reboot.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));

  sigset_t term;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  must(sigprocmask(SIG_BLOCK, &term, nullptr));
  Gate received;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.si_signo", must(sigwaitinfo(&term, nullptr)));
    received.open();
    for (;;) pause();
  }

  const Fd sysrq(must(open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC)));
  must(write(sysrq, "e", 1));
  sigset_t pending;
  must(sigpending(&pending));
  observe("caller.pending", sigismember(&pending, SIGTERM));
  received.wait();

  must(write(sysrq, "i", 1));
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
  observe("caller.went_on", "after SysRq-e and SysRq-i");

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
