// A condition of TOMOYO tests the PID and the PPID that a process has inside.
//
// A rule of a policy can have a condition. The kernel compares the numbers in
// it with what getpid and getppid return to the process that makes the call.
//
//   caller ──fork()──▶ loader      makes the kernel take the policy
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init        PID 1 inside
//   init   ──fork()──▶ child       PID 2 inside, open() as the rule says
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/reboot.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void write_file(const char* path, std::string_view text) {
  const Fd file(must(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755)));
  must(write(file, text.data(), text.size()));
}

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  must(mount("securityfs", "/tmp", "securityfs", 0, nullptr));
  write_file("/tmp/tomoyo/profile",
             "PROFILE_VERSION=20150505\n0-CONFIG={ mode=disabled }\n"
             "1-CONFIG={ mode=disabled }\n"
             "1-CONFIG::file::open={ mode=enforcing }\n");
  write_file("/tmp/tomoyo/domain_policy",
             "<kernel>\nuse_profile 1\n"
             "file read /sbin/init task.pid=2 task.ppid=1\n");
  // The kernel takes the policy at the first execve of /sbin/init.
  if (mkdir("/sbin", 0755) == -1 && errno != EEXIST) broken("no /sbin");
  write_file("/sbin/tomoyo-init", "not a program");
  write_file("/sbin/init", "not a program");
  const pid_t loader = must(fork());
  if (loader == 0) _exit(execl("/sbin/init", "init", nullptr));
  must(waitpid(loader, nullptr, 0));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.open", outcome(open("/sbin/init", O_RDONLY)));
    const pid_t child = must(fork());
    if (child == 0) {
      observe("child.pid", getpid());
      observe("child.ppid", getppid());
      observe("child.open", outcome(open("/sbin/init", O_RDONLY)));
      _exit(0);
    }
    must(waitpid(child, nullptr, 0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
