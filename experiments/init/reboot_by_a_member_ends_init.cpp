// Any member with CAP_SYS_BOOT can end its PID namespace by reboot(2).
//
// init is not asked. No member can kill it by kill(2), yet this call sends it a
// SIGKILL that even an init has to obey, and all others die of its death.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   init   ──fork()──▶ member    PID 2
//   member ──kill(1, SIGKILL)                       nothing happens
//   member ──reboot(LINUX_REBOOT_CMD_RESTART2)
#include <linux/reboot.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/pid");

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    if (getpid() != 1) broken("not the init of the namespace made here");
    Gate asked, answered;
    const pid_t member = must(fork());
    if (member == 0) {
      // In the namespace of the caller, 1 and reboot(2) might mean the machine.
      if (getppid() != 1 || ns_inode("/proc/self/ns/pid") == caller_ns) {
        broken("not in the namespace made for reboot(2)");
      }
      observe("member.pid", getpid());
      observe("member.kill", outcome(kill(1, SIGKILL)));
      asked.open();
      answered.wait();  // init lives

      // The string of RESTART2 is read for a machine only: none, to be safe.
      observe(
          "member.reboot",
          outcome(syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
                          LINUX_REBOOT_CMD_RESTART2, nullptr)));
      _exit(0);
    }
    asked.wait();
    answered.open();
    must(waitpid(member, nullptr, 0));
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
