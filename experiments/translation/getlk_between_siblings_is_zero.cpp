// F_GETLK gives PID 0 for an owner in a sibling PID namespace.
//
// Two containers that share a file have locks against each other. Neither can
// name the other's process: each of them is PID 1 in its own namespace.
//
//   caller ──clone(CLONE_NEWPID)──▶ left     PID 1, locks byte 0
//   caller ──clone(CLONE_NEWPID)──▶ right    PID 1 of a sibling
//   right  ──F_SETLK byte 0                  EAGAIN
//   right  ──F_GETLK byte 0                  0, not 1
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd file(must(memfd_create("locked", MFD_CLOEXEC)));
  flock byte = {};
  byte.l_type = F_WRLCK;
  byte.l_len = 1;
  Gate locked, finished;
  const unsigned long flags = CLONE_NEWPID | SIGCHLD;
  const pid_t left = must(syscall(SYS_clone, flags, 0, 0, 0, 0));
  if (left == 0) {
    must(fcntl(file, F_SETLK, &byte));
    observe("left.pid", getpid());
    locked.open();
    finished.wait();  // the kernel removes the lock when its owner ends
    _exit(0);
  }
  locked.wait();
  const pid_t right = must(syscall(SYS_clone, flags, 0, 0, 0, 0));
  if (right == 0) {
    observe("right.pid", getpid());
    observe("right.fcntl_setlk", outcome(fcntl(file, F_SETLK, &byte)));
    must(fcntl(file, F_GETLK, &byte));
    observe("right.lock_type", byte.l_type);
    observe("right.lock_owner", byte.l_pid);
    _exit(0);
  }
  must(waitpid(right, nullptr, 0));
  must(fcntl(file, F_GETLK, &byte));
  observe("left.pid_outside", left);
  observe("caller.lock_owner", byte.l_pid);
  finished.open();
  must(waitpid(left, nullptr, 0));
}
