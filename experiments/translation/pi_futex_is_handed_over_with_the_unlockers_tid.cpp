// FUTEX_UNLOCK_PI inside writes TID 0 for a waiter outside: it cannot unlock.
//
// The kernel hands the futex to the first waiter. It stores the TID that this
// waiter has in the PID namespace of the process that unlocks, which is 0 for a
// process outside. To the new owner, the futex seems to belong to another one.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ outer   PID 1
//   outer  ──clone3(CLONE_NEWPID)──▶ init             PID 1 inside
//   init   ──clone3(set_tid = {77, 77})──▶ owner      77 for outer, too
//   outer  ──futex(FUTEX_LOCK_PI)                     waits for owner
//   owner  ──futex(FUTEX_UNLOCK_PI)                   hands it to outer
#include <linux/futex.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <cstdint>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  auto* word = static_cast<volatile unsigned*>(
      must(mmap(nullptr, sizeof(unsigned), PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0)));
  const auto futex = [&](int operation) {
    return outcome(syscall(SYS_futex, word, operation, 0, nullptr, 0, 0));
  };
  must(unshare(CLONE_NEWPID));
  const pid_t outer = must(fork());
  if (outer == 0) {
    Gate locked;
    clone_args args{};
    args.flags = CLONE_NEWPID;
    args.exit_signal = SIGCHLD;
    const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
    if (init == 0) {
      const pid_t tids[] = {77, 77};
      args.flags = 0;
      args.set_tid = reinterpret_cast<std::uintptr_t>(tids);
      args.set_tid_size = 2;
      const pid_t owner = must(syscall(SYS_clone3, &args, sizeof args));
      if (owner == 0) {
        observe("owner.futex_lock_pi", futex(FUTEX_LOCK_PI));
        observe("owner.tid_in_word", *word & FUTEX_TID_MASK);
        locked.open();
        // The kernel sets the bit for the first waiter.
        while (!(*word & FUTEX_WAITERS)) sched_yield();
        observe("owner.futex_unlock_pi", futex(FUTEX_UNLOCK_PI));
        _exit(0);
      }
      must(waitpid(owner, nullptr, 0));
      _exit(0);
    }
    locked.wait();
    observe("outer.futex_lock_pi", futex(FUTEX_LOCK_PI));
    observe("outer.tid", gettid());
    observe("outer.tid_in_word", *word & FUTEX_TID_MASK);
    observe("outer.futex_unlock_pi", futex(FUTEX_UNLOCK_PI));
    must(waitpid(init, nullptr, 0));
    _exit(0);
  }
  must(waitpid(outer, nullptr, 0));
}
