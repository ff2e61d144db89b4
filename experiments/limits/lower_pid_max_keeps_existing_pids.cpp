// Lowering the pid_max of a PID namespace does not change existing PIDs.
//
// pid_max limits only the PIDs that are allocated later. After 49999, the next
// one would be 50001, but with pid_max 40000 it is 300.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1
//   init ────fork()─────────────────────────▶ high    PID 50000
//   init ────write(pid_max, 40000)
//   init ────fork()─────────────────────────▶ low     PID 300
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  constexpr const char* path = "/proc/sys/kernel/pid_max";
  const Fd callers(must(open(path, O_RDONLY | O_CLOEXEC)));
  struct stat outside, inside;
  must(fstat(callers, &outside));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd max(must(open(path, O_WRONLY | O_CLOEXEC)));
    must(fstat(max, &inside));
    // There is one pid_max: do not change the machine's.
    if (getpid() != 1 || inside.st_ino == outside.st_ino) _exit(0);
    const Fd last(
        must(open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC)));
    must(write(last, "49999", 5));

    Gate finished;
    const pid_t high = must(fork());
    if (high == 0) {
      finished.wait();
      _exit(7);
    }
    observe("init.pwrite", outcome(pwrite(max, "40000", 5, 0)));
    observe("init.kill_high", outcome(kill(high, 0)));

    const pid_t low = must(fork());
    if (low == 0) {
      observe("low.pid", getpid());
      _exit(0);
    }
    must(waitpid(low, nullptr, 0));

    pid_t pid = 50001;
    clone_args args{.exit_signal = SIGCHLD,
                    .set_tid = reinterpret_cast<__u64>(&pid),
                    .set_tid_size = 1};
    const pid_t above = syscall(SYS_clone3, &args, sizeof args);
    if (above == 0) _exit(0);
    observe("init.clone3_above", outcome(above));

    finished.open();
    int status;
    observe("high.reaped", waitpid(high, &status, 0));
    observe("high.ended", ending(status));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
