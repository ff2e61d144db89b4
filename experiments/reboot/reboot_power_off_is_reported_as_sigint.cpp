// reboot(POWER_OFF) in a child PID namespace ends init; wait(2) reports SIGINT.
//
// As reboot_restart_is_reported_as_sighup, but for POWER_OFF and HALT the
// kernel writes SIGINT into the status. A container manager can restart the
// container after SIGHUP, and leave it stopped after SIGINT.
//
//   caller ──clone3(CLONE_NEWPID)──▶ power_off    PID 1 of a new namespace
//   caller ──clone3(CLONE_NEWPID)──▶ halt         PID 1 of another one
#include <linux/reboot.h>
#include <linux/sched.h>
#include <sys/reboot.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/pid");

  const struct {
    std::string name;
    unsigned command;
  } inits[] = {
      {"power_off", LINUX_REBOOT_CMD_POWER_OFF},
      {"halt", LINUX_REBOOT_CMD_HALT},
  };
  for (const auto& [name, command] : inits) {
    clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
    const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
    if (init == 0) {
      // In the caller's namespace, reboot(2) could stop the machine.
      if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == caller_ns) {
        broken("not in the namespace made for reboot(2)");
      }
      must(signal(SIGINT, SIG_IGN));
      observe(name + ".reboot", outcome(reboot(command)));
      _exit(0);
    }

    int status;
    must(waitpid(init, &status, 0));
    observe(name + ".ended", ending(status));
  }
}
