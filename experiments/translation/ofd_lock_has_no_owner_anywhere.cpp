// An open file description lock has no owner: its PID is -1 on both sides.
//
// It belongs to a descriptor that many processes may share, so the kernel names
// none, not even to the one that locked. -1 is not the 0 of an owner outside.
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

  // It would hinder a POSIX lock even of the process that set it.
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
