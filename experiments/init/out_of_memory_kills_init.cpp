// When a cgroup is out of memory, the OOM killer can kill an init with SIGKILL.
//
// The kernel never chooses the machine's init as the victim. It chooses the
// init of a child PID namespace like any process, and the namespace ends.
//
//   caller ──mkdir()                  a cgroup with memory.max
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init           PID 1 inside, needs more memory
//   caller ──klogctl()                which PID does the kernel log have?
#include <sched.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS | CLONE_NEWPID));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("cgroup2", "/tmp", "cgroup2", 0, nullptr));
  const auto write_file = [](const char* path, std::string_view text) {
    const Fd file(must(open(path, O_WRONLY | O_CLOEXEC)));
    must(write(file, text.data(), text.size()));
  };
  write_file("/tmp/cgroup.subtree_control", "+memory");
  must(mkdir("/tmp/small", 0755));
  write_file("/tmp/small/memory.max", "8M");

  const pid_t init = must(fork());
  if (init == 0) {
    write_file("/tmp/small/cgroup.procs", "0");  // enters the cgroup
    observe("init.pid", getpid());
    constexpr size_t size = 64 << 20;
    void* memory = must(mmap(nullptr, size, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    memset(memory, 1, size);
    observe("init.went_on", "with 64 MiB");
    _exit(0);
  }
  observe("init.pid_outside", init);
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));

  // The line is such as "Memory cgroup out of memory: Killed process PID ...".
  constexpr int read_all = 3;  // SYSLOG_ACTION_READ_ALL
  constexpr std::string_view killed = "Killed process ";
  std::string log(1 << 18, '\0');
  log.resize(must(klogctl(read_all, log.data(), log.size())));
  const auto at = log.rfind(killed);
  if (at != log.npos) {
    observe("init.pid_in_log", std::stoi(log.substr(at + killed.size())));
  }
}
