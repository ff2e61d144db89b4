// Each PID namespace has its own pid_max (since Linux 6.14).
//
// In each namespace, the path leads to another variable, and so to another file
// with another inode number. Before Linux 6.14, the machine had one pid_max,
// and root in a container could change it for all processes.
//
//   caller ──open(pid_max)
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init       PID 1, opens the same path, writes 40000
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static int number_in(int file) {
  char text[16] = {};
  must(pread(file, text, sizeof text - 1, 0));
  return atoi(text);
}

int main() {
  // While this file is open, its inode number does not change.
  const Fd callers(
      must(open("/proc/sys/kernel/pid_max", O_RDONLY | O_CLOEXEC)));
  struct stat outside;
  must(fstat(callers, &outside));
  observe("caller.inode_of_pid_max", outside.st_ino);
  observe("caller.pid_max_before", number_in(callers));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd inits(must(open("/proc/sys/kernel/pid_max", O_RDWR | O_CLOEXEC)));
    struct stat inside;
    must(fstat(inits, &inside));
    observe("init.inode_of_pid_max", inside.st_ino);
    observe("init.pid_max_before", number_in(inits));
    // There is one pid_max: do not change the machine's.
    if (getpid() != 1 || inside.st_ino == outside.st_ino) _exit(0);

    observe("init.pwrite", outcome(pwrite(inits, "40000", 5, 0)));
    observe("init.pid_max_after", number_in(inits));
    observe("init.pid_max_in_callers", number_in(callers));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  observe("caller.pid_max_after", number_in(callers));
}
