// The pid_max of a PID namespace can be at most 4194304 (since Linux 6.14).
//
// The highest PID that the kernel can use has 22 bits. The lowest PIDs are
// reserved, so that pid_max has a minimum, too. A refused write changes
// nothing.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1, writes numbers
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static int number_in(int file) {
  char text[16] = {};
  must(pread(file, text, sizeof text - 1, 0));
  return atoi(text);
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
    // There is one pid_max: do not change the machine's.
    if (getpid() != 1 || inside.st_ino == outside.st_ino) _exit(0);

    observe("init.pwrite_40000", outcome(pwrite(max, "40000", 5, 0)));
    observe("init.pwrite_4194305", outcome(pwrite(max, "4194305", 7, 0)));
    observe("init.pwrite_300", outcome(pwrite(max, "300", 3, 0)));
    observe("init.pid_max_after_refusals", number_in(max));
    observe("init.pwrite_4194304", outcome(pwrite(max, "4194304", 7, 0)));
    observe("init.pid_max_after", number_in(max));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
