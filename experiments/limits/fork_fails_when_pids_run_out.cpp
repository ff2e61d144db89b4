// fork() fails with EAGAIN when no PID from 300 to pid_max - 1 is free.
//
// PIDs below 300 are free, but after the first round the kernel does not search
// them. A zombie keeps its PID. When its parent reaps it, the PID is free.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init            PID 1, sets the lowest pid_max
//   init   ──fork()──▶ first           PID 300, and more until no PID is free
//   init   ──waitpid(first), fork()──▶ again    PID 300
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
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd max(must(open(path, O_RDWR | O_CLOEXEC)));
    must(fstat(max, &inside));
    // Before Linux 6.14, there is one pid_max: do not change the machine's.
    if (getpid() != 1 || inside.st_ino == outside.st_ino) _exit(0);

    observe("init.pwrite_below", outcome(write_number(max, 300)));
    // The minimum is 301, or 8 for each CPU if that is more.
    int limit = 301;
    while (limit < 40000 && write_number(max, limit) == -1) ++limit;
    observe("init.pid_max", limit);

    const Fd last(
        must(open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC)));
    must(write_number(last, 299));
    const pid_t first = must(fork());
    if (first == 0) _exit(0);
    observe("first.pid", first);
    pid_t next = first;
    for (int number = 301; next != -1 && number <= limit; ++number) {
      next = fork();
      if (next == 0) _exit(0);
    }
    observe("init.fork_when_full", outcome(next));
    observe("init.kill_299", outcome(kill(299, 0)));

    must(waitpid(first, nullptr, 0));
    const pid_t again = fork();
    if (again == 0) _exit(0);
    observe("again.pid", again);
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
