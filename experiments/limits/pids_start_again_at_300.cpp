// After the highest PID, the next one is 300, although lower PIDs are free.
//
// The kernel allocates PIDs in ascending order, below pid_max. Then it starts
// again at RESERVED_PIDS, 300. In this way, the PIDs of the processes that
// started first are not used again, unless a process asks for them.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                         PID 1
//   init   ──write(pid_max - 2)──fork()──▶ first    the highest PID
//   init   ──fork()──────────────────────▶ second   PID 300
//   init   ──fork()──────────────────────▶ third    PID 301
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/pid");
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // In the caller's namespace, this would disturb other processes.
    if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == caller_ns) {
      broken("not in the namespace created for ns_last_pid");
    }
    char text[16] = {};
    const Fd max(must(open("/proc/sys/kernel/pid_max", O_RDONLY | O_CLOEXEC)));
    must(pread(max, text, sizeof text - 1, 0));
    const int top = atoi(text) - 1;
    observe("init.highest_pid", top);

    const Fd last(
        must(open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC)));
    const std::string below = std::to_string(top - 1);
    must(pwrite(last, below.c_str(), below.size(), 0));
    for (const std::string name : {"first", "second", "third"}) {
      const pid_t child = must(fork());
      if (child == 0) {
        observe(name + ".pid", getpid());
        _exit(0);
      }
      must(waitpid(child, nullptr, 0));
    }
    observe("init.kill_2", outcome(kill(2, 0)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
