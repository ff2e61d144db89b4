// When init ends, the kernel kills every generation of its descendants.
//
// The kernel kills the members of the namespace, not only the children of init.
// It does not matter how far a process is from init in the tree, or whether it
// has started a new session with setsid(2), as a daemon does.
//
//   caller     ──unshare(CLONE_NEWPID)
//   caller     ──fork()──▶ init          PID 1
//   init       ──fork()──▶ generation    PID 2, setsid()
//   generation ──fork()──▶ youngest      after 62 more: PID 65, setsid()
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // Each descendant holds the write end: end-of-file means that all have ended.
  int ends[2];
  must(pipe2(ends, O_CLOEXEC | O_NONBLOCK));
  const Fd living(ends[0]);
  Fd life(ends[1]);

  sigset_t chld;
  must(sigemptyset(&chld));
  must(sigaddset(&chld, SIGCHLD));
  must(sigprocmask(SIG_BLOCK, &chld, nullptr));

  Gate youngest_ready, finish, give_up;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    int generation = 0;
    while (generation < 64) {
      if (must(fork()) != 0) break;
      must(setsid());
      ++generation;
    }
    if (generation == 0) {
      finish.wait();
      _exit(7);
    }
    if (generation == 64) {
      observe("youngest.pid", getpid());
      observe("youngest.sid", getsid(0));
      youngest_ready.open();
    }
    give_up.wait();
    if (generation == 64) observe("youngest.went_on", "after the end of init");
    _exit(0);
  }
  youngest_ready.wait();
  life.reset();
  char byte;
  observe("caller.read_before", outcome(read(living, &byte, 1)));

  finish.open();
  // On a wrong kernel, the end of init waits for descendants that still run.
  const timespec patience = {.tv_sec = 5, .tv_nsec = 0};
  if (sigtimedwait(&chld, nullptr, &patience) == -1) give_up.open(64);
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
  observe("caller.read_after", outcome(read(living, &byte, 1)));
}
