// In a TOMOYO policy, /proc/PID is self by the PID namespace of the mount.
//
// A domain that learns gets a rule for each file that its processes read. The
// PID of the process itself, as that /proc shows it, becomes "self" in a path.
//
//   caller ──fork()──▶ loader           makes the kernel take the policy
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init             PID 1 inside, as the caller outside
//   init   ──open()                     1 and its PID outside, in two /proc
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
             "1-CONFIG={ mode=learning }\n"
             "1-PREFERENCE={ max_learning_entry=2048 }\n");
  write_file("/tmp/tomoyo/domain_policy", "<kernel>\nuse_profile 1\n");
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
    must(open("/proc/1/status", O_RDONLY));
    must(open("/proc/self/comm", O_RDONLY));
    must(mount("proc", "/sbin", "proc", 0, nullptr));
    must(open("/sbin/1/stat", O_RDONLY));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  const Fd policy(must(open("/tmp/tomoyo/domain_policy", O_RDONLY)));
  std::string rules, part(4096, '\0');
  while (const ssize_t size = must(read(policy, part.data(), part.size()))) {
    rules += part.substr(0, size);
  }
  const auto observe_rule = [&rules](const char* name, const char* file) {
    const auto end = rules.find(file), begin = rules.rfind("proc:", end);
    if (end != rules.npos) observe(name, rules.substr(begin, end - begin));
  };
  observe_rule("init.text_of_1_in_caller", "/status\n");
  observe_rule("init.text_of_itself_in_caller", "/comm\n");
  observe_rule("init.text_of_1_in_init", "/stat\n");

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
