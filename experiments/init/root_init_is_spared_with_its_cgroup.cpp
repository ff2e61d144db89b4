// With memory.oom.group, the OOM killer still spares the init of the machine.
//
// If the victim is in a cgroup with memory.oom.group, the kernel kills all
// members of the cgroup, also those that need little memory. It leaves out the
// init of the machine, and the kernel log has one line for each that it kills.
//
//   caller                     PID 1 of the initial namespace
//   caller ──mkdir()           a cgroup with a memory.max of 16 MiB
//   caller ──fork()──▶ idle    in the cgroup, waits
//   caller ──fork()──▶ child   in the cgroup, needs 64 MiB
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/reboot.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  must(mount("cgroup2", "/tmp", "cgroup2", 0, nullptr));
  const auto write_file = [](const char* path, std::string_view text) {
    const Fd file(must(open(path, O_WRONLY | O_CLOEXEC)));
    must(write(file, text.data(), text.size()));
  };
  write_file("/tmp/cgroup.subtree_control", "+memory");
  must(mkdir("/tmp/small", 0755));
  write_file("/tmp/small/memory.max", "16M");
  write_file("/tmp/small/memory.oom.group", "1");
  write_file("/tmp/small/cgroup.procs", "0");  // enters the cgroup

  const pid_t idle = must(fork());
  if (idle == 0) {
    for (;;) pause();
  }
  const pid_t child = must(fork());
  if (child == 0) {
    constexpr size_t size = 64 << 20;
    void* memory = must(mmap(nullptr, size, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    memset(memory, 1, size);
    _exit(0);
  }
  int status;
  must(waitpid(child, &status, 0));
  observe("child.ended", ending(status));
  must(waitpid(idle, &status, 0));
  observe("idle.ended", ending(status));

  constexpr int read_all = 3;  // SYSLOG_ACTION_READ_ALL
  std::string log(1 << 18, '\0');
  log.resize(must(klogctl(read_all, log.data(), log.size())));
  const auto count = [&log](pid_t pid) {
    const auto line = "Killed process " + std::to_string(pid) + " (";
    int found = 0;
    for (size_t at = 0; (at = log.find(line, at)) != log.npos; at++) found++;
    return found;
  };
  observe("caller.count_of_child", count(child));
  observe("caller.count_of_idle", count(idle));
  observe("caller.count_of_itself", count(1));

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
