// /proc/loadavg shows the last PID of the reader's namespace, not the mount's.
//
// Most files of /proc that have PIDs use the namespace of the mount. This file
// uses the namespace of the reader, at each read: two processes that read the
// same open file get different values.
//
//   caller ──open("/proc/loadavg")
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──fork()─────────────────────────▶ child   PID 2, the last inside
//   init   ──pread()                                  2
//   caller ──pread()                                  the last PID outside
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd loadavg(must(open("/proc/loadavg", O_RDONLY | O_CLOEXEC)));
  char text[128];

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    text[must(pread(loadavg, text, sizeof text - 1, 0))] = '\0';
    observe("init.last_pid_before", std::stoi(std::strrchr(text, ' ')));

    const pid_t child = must(fork());
    if (child == 0) _exit(0);
    must(waitpid(child, nullptr, 0));
    text[must(pread(loadavg, text, sizeof text - 1, 0))] = '\0';
    observe("init.last_pid_after", std::stoi(std::strrchr(text, ' ')));
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));

  text[must(pread(loadavg, text, sizeof text - 1, 0))] = '\0';
  observe("caller.last_pid", std::stoi(std::strrchr(text, ' ')));
}
