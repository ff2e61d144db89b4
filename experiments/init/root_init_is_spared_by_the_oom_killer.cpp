// The OOM killer spares the init of the machine, and kills a smaller process.
//
// In a cgroup that is out of memory, the kernel chooses the process that frees
// most. The init of a child PID namespace can be chosen, that of the machine
// cannot.
//
//   caller                     PID 1 of the initial namespace, needs 12 MiB
//   caller ──mkdir()           a cgroup with a memory.max of 16 MiB
//   caller ──fork()──▶ child   can have the other 4 MiB, needs 64 MiB
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/reboot.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void use_memory(size_t size) {
  void* memory = must(mmap(nullptr, size, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  memset(memory, 1, size);
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

  Gate used;
  const pid_t child = must(fork());  // before: it does not share the 12 MiB
  if (child == 0) {
    used.wait();
    use_memory(64 << 20);
    observe("child.went_on", "with 64 MiB");
    _exit(0);
  }
  use_memory(12 << 20);
  used.open();
  int status;
  must(waitpid(child, &status, 0));
  observe("child.ended", ending(status));
  observe("caller.went_on", "with 12 MiB");

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
