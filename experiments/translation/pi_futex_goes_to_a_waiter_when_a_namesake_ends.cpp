// When a thread with the owner's TID ends, a waiter inside gets the PI futex.
//
// The kernel takes the thread inside, a namesake, for the owner. When it ends,
// the kernel gives the futex to the waiter, as if the owner had died. The owner
// is outside and has not unlocked the futex. It cannot unlock it any more.
//
//   caller ──futex(FUTEX_LOCK_PI)       is the owner
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──clone3(set_tid)──▶ namesake             has the TID of the caller
//   init   ──fork()──▶ waiter                        waits for the namesake
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
  const auto futex = [&](int operation, const timespec* end = nullptr) {
    return outcome(syscall(SYS_futex, word, operation, 0, end, 0, 0));
  };
  observe("caller.futex_lock_pi", futex(FUTEX_LOCK_PI));
  const pid_t owner = gettid();

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    clone_args args{};
    args.exit_signal = SIGCHLD;
    args.set_tid = reinterpret_cast<std::uintptr_t>(&owner);
    args.set_tid_size = 1;
    Gate waits;
    const pid_t namesake = must(syscall(SYS_clone3, &args, sizeof args));
    if (namesake == 0) {
      waits.wait();
      _exit(0);
    }
    const pid_t waiter = must(fork());
    if (waiter == 0) {
      observe("waiter.futex_lock_pi", futex(FUTEX_LOCK_PI));
      observe("waiter.tid", gettid());
      observe("waiter.tid_in_word", *word & FUTEX_TID_MASK);
      _exit(0);
    }
    // The kernel sets the bit for the first waiter, and then finds the owner.
    // The next call takes a lock that the kernel holds meanwhile.
    while (!(*word & FUTEX_WAITERS)) sched_yield();
    const timespec past{};
    observe("init.futex_lock_pi", futex(FUTEX_LOCK_PI, &past));
    waits.open();
    must(waitpid(namesake, nullptr, 0));
    must(waitpid(waiter, nullptr, 0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  observe("caller.futex_unlock_pi", futex(FUTEX_UNLOCK_PI));
}
