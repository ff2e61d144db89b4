// F_GETLK gives PID -1 for an open file description lock, inside and outside.
//
// The lock belongs to an open file description, which several processes can
// share. So F_GETLK does not give a PID, not even to the process that has set
// the lock. For a POSIX lock with an owner outside, it gives 0.
//
//   caller ──F_OFD_SETLK, F_GETLK                    owner -1
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──F_GETLK                                 owner -1
#include <sched.h>
#include <sys/mman.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd file(must(memfd_create("locked", MFD_CLOEXEC)));
  const flock wanted{.l_type = F_WRLCK, .l_len = 1};
  observe("caller.fcntl_setlk", outcome(fcntl(file, F_OFD_SETLK, &wanted)));

  // It conflicts with a POSIX lock, even of the process that has set it.
  flock other = wanted;
  must(fcntl(file, F_GETLK, &other));
  observe("caller.lock_type", other.l_type);
  observe("caller.lock_owner", other.l_pid);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    other = wanted;
    must(fcntl(file, F_GETLK, &other));
    observe("init.lock_type", other.l_type);
    observe("init.lock_owner", other.l_pid);
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
