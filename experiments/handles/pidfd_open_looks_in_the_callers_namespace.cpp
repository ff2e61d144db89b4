// pidfd_open(2) finds only PIDs of the caller's PID namespace; otherwise ESRCH.
//
// The same process has another PID for a caller outside. Zero and negative
// numbers do not name a process, though kill(2) accepts them: EINVAL.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   caller ──fork()──▶ member    PID 2
//   init   ──pidfd_open(PID of member inside, outside, 0, -1)
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  void* const page = must(mmap(nullptr, sizeof(pid_t), PROT_READ | PROT_WRITE,
                               MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  pid_t& outside = *static_cast<pid_t*>(page);

  Gate created;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    created.wait();
    const Fd inner(syscall(SYS_pidfd_open, 2, 0));
    observe("init.pidfd_open_inside", outcome(inner));
    // Above 2, as the caller and init have lower PIDs outside. Inside there is
    // no process with such a PID.
    observe("init.pidfd_open_outside",
            outcome(syscall(SYS_pidfd_open, outside, 0)));
    observe("init.pidfd_open_zero", outcome(syscall(SYS_pidfd_open, 0, 0)));
    observe("init.pidfd_open_minus_one",
            outcome(syscall(SYS_pidfd_open, -1, 0)));
    _exit(0);
  }
  const pid_t member = must(fork());
  if (member == 0) {
    for (;;) pause();
  }
  outside = member;
  const Fd outer(syscall(SYS_pidfd_open, member, 0));
  observe("caller.pidfd_open_outside", outcome(outer));
  created.open();
  must(waitpid(member, nullptr, 0));  // killed when init ends
  must(waitpid(init, nullptr, 0));
}
