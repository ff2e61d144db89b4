// Writing N to ns_last_pid makes N + 1 the next PID, if it is free.
//
// The kernel continues its search for a free PID after the number in this file.
// It skips PIDs that are in use. The number may be lower than before.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                        PID 1
//   init   ──write(500)──fork()──▶ first           PID 501, not yet reaped
//   init   ──write(500)──fork()──▶ second          PID 502
//   init   ──write(1)────fork()──▶ third           PID 2
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
    const Fd last(
        must(open("/proc/sys/kernel/ns_last_pid", O_RDWR | O_CLOEXEC)));
    char text[16] = {};
    must(pread(last, text, sizeof text - 1, 0));
    observe("init.last_pid_before", atoi(text));

    observe("init.pwrite", outcome(pwrite(last, "500", 3, 0)));
    const pid_t first = must(fork());
    if (first == 0) {
      observe("first.pid", getpid());
      _exit(0);
    }
    must(pwrite(last, "500", 3, 0));
    const pid_t second = must(fork());
    if (second == 0) {
      observe("second.pid", getpid());
      _exit(0);
    }
    must(pread(last, text, sizeof text - 1, 0));
    observe("init.last_pid_after", atoi(text));

    must(pwrite(last, "1", 1, 0));
    const pid_t third = must(fork());
    if (third == 0) {
      observe("third.pid", getpid());
      _exit(0);
    }
    for (int child = 0; child < 3; ++child) must(wait(nullptr));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
