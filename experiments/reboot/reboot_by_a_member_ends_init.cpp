// In a child PID namespace, a member with CAP_SYS_BOOT kills init by reboot(2).
//
// A member cannot kill its init with kill(2). But reboot(2) sends a SIGKILL
// that is forced on init, and the kernel kills the other members with init.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   init   ──fork()──▶ member    PID 2
//   member ──kill(1, SIGKILL)                       has no effect
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
      // In the caller's namespace, both calls could stop the machine.
      if (getppid() != 1 || ns_inode("/proc/self/ns/pid") == caller_ns) {
        broken("not in the namespace made for reboot(2)");
      }
      observe("member.pid", getpid());
      observe("member.kill", outcome(kill(1, SIGKILL)));
      asked.open();
      answered.wait();  // init is alive

      // Only a machine's restart reads the string: to be safe, it is null.
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
