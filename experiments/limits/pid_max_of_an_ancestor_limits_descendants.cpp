// pid_max of a PID namespace also limits its descendant namespaces.
//
// A process needs a PID in its own namespace and in each ancestor namespace. If
// none is free in an ancestor, a high pid_max in the descendant does not help.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ outer   PID 1, lowest pid_max
//   outer  ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1; 300 for outer
//   outer  ──fork()                                   until no PID is free
//   init   ──fork()                                   EAGAIN
//   outer  ──write(pid_max + 1)
//   init   ──fork()──────────────────────────▶ child
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static ssize_t write_number(int file, int number) {
  const std::string text = std::to_string(number);
  return pwrite(file, text.c_str(), text.size(), 0);
}

int main() {
  constexpr const char* path = "/proc/sys/kernel/pid_max";
  const Fd callers(must(open(path, O_RDONLY | O_CLOEXEC)));
  struct stat outside, inside;
  must(fstat(callers, &outside));

  must(unshare(CLONE_NEWPID));
  const pid_t outer = must(fork());
  if (outer == 0) {
    const Fd max(must(open(path, O_RDWR | O_CLOEXEC)));
    must(fstat(max, &inside));
    // Before Linux 6.14, there is one pid_max: do not change the machine's.
    if (getpid() != 1 || inside.st_ino == outside.st_ino) _exit(0);
    // The minimum is 301, or 8 for each CPU if that is more.
    int limit = 301;
    while (limit < 40000 && write_number(max, limit) == -1) ++limit;
    const Fd last(
        must(open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC)));
    must(write_number(last, 299));

    Gate full, tried, raised;
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      const Fd own(must(open(path, O_RDONLY | O_CLOEXEC)));
      char text[16] = {};
      must(read(own, text, sizeof text - 1));
      observe("init.pid_max", atoi(text));
      full.wait();
      const pid_t none = fork();
      if (none == 0) _exit(0);
      observe("init.fork_when_outer_full", outcome(none));
      tried.open();
      raised.wait();
      const pid_t child = fork();
      if (child == 0) _exit(0);
      observe("init.fork_when_outer_raised", outcome(child));
      _exit(0);  // the kernel reaps the zombies
    }
    pid_t next = init;
    for (int number = 301; next != -1 && number <= limit; ++number) {
      next = fork();
      if (next == 0) _exit(0);
    }
    full.open();
    tried.wait();
    must(write_number(max, limit + 1));
    raised.open();
    while (wait(nullptr) != -1) continue;
    _exit(0);
  }
  must(waitpid(outer, nullptr, 0));
}
