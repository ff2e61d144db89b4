// The death of an init ends all PID namespaces nested in its own.
//
// An inner init is safe from its own namespace only. In the outer one it is an
// ordinary member with an ordinary number, and SIGKILL is forced upon it.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init1    PID 1, and outside N
//   init1  ──unshare(CLONE_NEWPID), fork()──▶ init2    PID 1, and 2 in level 1
//   init2  ──unshare(CLONE_NEWPID), fork()──▶ init3    PID 1, and 2 in level 2
//    ...                                       ...
//   caller ──kill(N, SIGKILL)
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // Every init holds the write end: end-of-file means that all are gone.
  int ends[2];
  must(pipe2(ends, O_CLOEXEC | O_NONBLOCK));
  const Fd living(ends[0]);
  Fd life(ends[1]);

  Gate innermost_ready;
  int level = 0;
  pid_t next = 0;
  while (level < 5) {
    must(unshare(CLONE_NEWPID));
    next = must(fork());
    if (next != 0) break;
    ++level;
    observe("init" + std::to_string(level) + ".pid", getpid());
  }
  if (level == 5) innermost_ready.open();
  if (level > 0) {
    for (;;) pause();
  }

  innermost_ready.wait();
  life.reset();
  char byte;
  observe("caller.read_before", outcome(read(living, &byte, 1)));

  must(kill(next, SIGKILL));
  int status;
  must(waitpid(next, &status, 0));
  observe("init1.ended", ending(status));
  observe("caller.read_after", outcome(read(living, &byte, 1)));
}
