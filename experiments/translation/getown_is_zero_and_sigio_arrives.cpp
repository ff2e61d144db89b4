// F_GETOWN names an owner outside as 0, and its SIGIO still gets there.
//
// The owner is a reference to a struct pid. F_GETOWN has to turn it into a
// number, which fails at the border; sending the signal needs no number.
//
//   caller ──F_SETOWN(itself), O_ASYNC
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──F_GETOWN                                0
//   init   ──write()──▶ pipe ──SIGIO──▶ caller
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  sigset_t sigio;
  must(sigemptyset(&sigio));
  must(sigaddset(&sigio, SIGIO));
  must(sigprocmask(SIG_BLOCK, &sigio, nullptr));
  const timespec at_once = {};

  int ends[2];
  must(pipe2(ends, O_CLOEXEC));
  const Fd reading(ends[0]), writing(ends[1]);
  must(fcntl(reading, F_SETOWN, getpid()));
  must(fcntl(reading, F_SETFL, O_ASYNC));
  observe("caller.pid", getpid());
  observe("caller.sigio_owner", must(fcntl(reading, F_GETOWN)));
  observe("caller.sigtimedwait_before",
          outcome(sigtimedwait(&sigio, nullptr, &at_once)));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.sigio_owner", must(fcntl(reading, F_GETOWN)));
    must(write(writing, "!", 1));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  observe("caller.sigtimedwait_after",
          outcome(sigtimedwait(&sigio, nullptr, &at_once)));
}
