// After the highest number the next is 300, though lower ones are free.
//
// Numbers are given in ascending order until pid_max. Then the search starts
// again at RESERVED_PIDS: the first 300 are for what was born early, and are
// not given twice without being asked for.
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
    // In the caller's namespace this would disturb others.
    if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == caller_ns) {
      broken("not in the namespace made for ns_last_pid");
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
