// F_GETLK translates the owner's PID for the reader, to 0 if it is outside.
//
// A lock holds the PID of its owner in the initial namespace. F_GETLK looks
// this PID up, and returns the PID of the same process in the reader's
// namespace.
//
//   caller ──F_SETLK byte 0
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──F_SETLK byte 1, F_GETLK byte 0          locked by PID 0
//   caller ──F_GETLK byte 1                          locked by init's outer PID
#include <sched.h>
#include <sys/mman.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd file(must(memfd_create("locked", MFD_CLOEXEC)));
  // -7 would show that F_GETLK has not set l_pid.
  const flock byte_0{.l_type = F_WRLCK, .l_start = 0, .l_len = 1, .l_pid = -7};
  const flock byte_1{.l_type = F_WRLCK, .l_start = 1, .l_len = 1, .l_pid = -7};
  must(fcntl(file, F_SETLK, &byte_0));
  Gate locked, finished;

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(fcntl(file, F_SETLK, &byte_1));
    flock other = byte_0;
    must(fcntl(file, F_GETLK, &other));
    observe("init.lock_type", other.l_type);
    observe("init.lock_owner", other.l_pid);
    locked.open();
    finished.wait();  // the kernel removes the lock when its owner ends
    _exit(0);
  }
  observe("init.pid_outside", init);

  locked.wait();
  flock other = byte_1;
  must(fcntl(file, F_GETLK, &other));
  observe("caller.lock_type", other.l_type);
  observe("caller.lock_owner", other.l_pid);
  finished.open();
  must(waitpid(init, nullptr, 0));
}
