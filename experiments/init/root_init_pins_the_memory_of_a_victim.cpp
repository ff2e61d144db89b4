// The OOM killer spares the machine's init that shares the victim's memory.
//
// The OOM killer kills all processes that share the memory of the victim, to
// free it. It leaves out the init of the machine, and says so in the kernel
// log: the init keeps the memory.
//
//   caller                              PID 1 of the initial namespace
//   caller ──mkdir()                    a cgroup with a memory.max of 16 MiB
//   caller ──clone(CLONE_VM)──▶ child   shares its memory, needs 64 MiB
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/reboot.h>
#include <sched.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

constexpr size_t size = 64 << 20;

static int use_memory(void* memory) {
  memset(memory, 1, size);
  observe("child.went_on", "with 64 MiB");
  _exit(0);
}

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
  write_file("/tmp/small/cgroup.procs", "0");  // enters the cgroup

  alignas(16) static char stack[1 << 16];
  void* memory = must(mmap(nullptr, size, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  const pid_t child =
      must(clone(use_memory, stack + sizeof stack, CLONE_VM | SIGCHLD, memory));
  observe("child.pid_outside", child);
  int status;
  must(waitpid(child, &status, 0));
  must(munmap(memory, size));
  observe("child.ended", ending(status));

  // The line is "oom killer PID (NAME) has mm pinned by PID (NAME)".
  constexpr int read_all = 3;  // SYSLOG_ACTION_READ_ALL
  std::string log(1 << 18, '\0');
  log.resize(must(klogctl(read_all, log.data(), log.size())));
  const auto observe_pid = [&log](const char* name, std::string_view before) {
    const auto at = log.rfind(before);
    if (at == log.npos) return;
    observe(name, std::stoi(log.substr(at + before.size())));
  };
  observe_pid("child.pid_in_log", "oom killer ");
  observe_pid("caller.pid_in_log", "has mm pinned by ");

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
