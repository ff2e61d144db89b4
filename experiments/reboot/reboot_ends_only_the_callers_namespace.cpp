// reboot(2) in a nested PID namespace ends that namespace and not its parent.
//
// The kernel kills the inner init and writes SIGHUP into its status. The outer
// init is its parent: it learns from the status that the inner one asked for a
// restart, and it continues.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ outer    PID 1
//   outer  ──unshare(CLONE_NEWPID), fork()──▶ inner    PID 1, outside PID 2
//   inner  ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/reboot.h>
#include <sched.h>
#include <sys/reboot.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/pid");

  must(unshare(CLONE_NEWPID));
  const pid_t outer = must(fork());
  if (outer == 0) {
    const ino_t outer_ns = ns_inode("/proc/self/ns/pid");
    if (getpid() != 1 || outer_ns == caller_ns) broken("no outer namespace");

    must(unshare(CLONE_NEWPID));
    const pid_t inner = must(fork());
    if (inner == 0) {
      // In the caller's namespace, reboot(2) could stop the machine.
      const ino_t inner_ns = ns_inode("/proc/self/ns/pid");
      if (getpid() != 1 || inner_ns == outer_ns || inner_ns == caller_ns) {
        broken("not in the namespace made for reboot(2)");
      }
      observe("inner.reboot", outcome(reboot(LINUX_REBOOT_CMD_RESTART)));
      _exit(0);
    }
    observe("inner.pid_in_outer", inner);
    int status;
    must(waitpid(inner, &status, 0));
    observe("inner.ended", ending(status));
    _exit(7);
  }

  int status;
  must(waitpid(outer, &status, 0));
  observe("outer.ended", ending(status));
}
