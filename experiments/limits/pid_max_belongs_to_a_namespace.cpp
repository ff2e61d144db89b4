// Each PID namespace has a pid_max of its own (since Linux 6.14).
//
// The file leads to another variable in each namespace, so it is another file:
// its inode differs. Before, there was one pid_max for the whole machine, and
// root of any container changed it for all.
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
  // As long as this is open, the same file would have the same inode.
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
    // One file for all: to write would change the whole machine.
    if (getpid() != 1 || inside.st_ino == outside.st_ino) _exit(0);

    observe("init.pwrite", outcome(pwrite(inits, "40000", 5, 0)));
    observe("init.pid_max_after", number_in(inits));
    observe("init.pid_max_in_callers", number_in(callers));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  observe("caller.pid_max_after", number_in(callers));
}
