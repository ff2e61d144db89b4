// One PID can name a process inside and, at the same time, another outside.
//
// A program that gets a PID from another namespace can signal the wrong
// process. kill() does not fail, because the PID exists here as well.
//
//   caller ──fork()─────────────────────────▶ outer   PID N outside
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──clone3(set_tid = N)────────────▶ inner   PID N inside
//   init   ──kill(N, SIGTERM)───────────────▶ inner   outer is not affected
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  const pid_t number = must(fork());
  if (number == 0) {
    finished.wait();
    _exit(7);
  }
  observe("outer.pid", number);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.kill_before", outcome(kill(number, 0)));
    clone_args args = {};
    args.exit_signal = SIGCHLD;
    args.set_tid = reinterpret_cast<__u64>(&number);
    args.set_tid_size = 1;
    const pid_t inner = must(syscall(SYS_clone3, &args, sizeof args));
    if (inner == 0) {
      for (;;) pause();
    }
    observe("inner.pid", inner);
    observe("init.kill", outcome(kill(number, SIGTERM)));
    int status;
    must(waitpid(inner, &status, 0));
    observe("inner.ended", ending(status));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  finished.open();
  int status;
  must(waitpid(number, &status, 0));
  observe("outer.ended", ending(status));
}
