// reboot(RESTART) in a child PID namespace ends init; wait(2) reports SIGHUP.
//
// The kernel sends SIGKILL to init. Then it writes SIGHUP into init's exit
// status, so that the parent can tell a request to restart from a crash. SIGHUP
// is not sent: no handler runs, and it does not matter that init ignores it.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace, ignores SIGHUP
//   init   ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/reboot.h>
#include <sched.h>
#include <sys/reboot.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/pid");

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // In the caller's namespace, reboot(2) could stop the machine.
    if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == caller_ns) {
      broken("not in the namespace made for reboot(2)");
    }
    must(signal(SIGHUP, SIG_IGN));
    observe("init.reboot", outcome(reboot(LINUX_REBOOT_CMD_RESTART)));
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
