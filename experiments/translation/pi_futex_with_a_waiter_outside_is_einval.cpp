// With an owner and a waiter outside, FUTEX_LOCK_PI inside fails with EINVAL.
//
// Once a thread waits, the kernel knows the owner. It translates the owner's
// TID for each further waiter and compares it with the word. Inside, the owner
// has another TID or none: they differ, and the word seems to be corrupt.
//
//   caller ──futex(FUTEX_LOCK_PI)      is the owner
//   caller ──fork()──▶ child           waits
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init            PID 1 inside, gets EINVAL
//   caller ──futex(FUTEX_UNLOCK_PI)    child gets the futex
#include <linux/futex.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  auto* word = static_cast<volatile unsigned*>(
      must(mmap(nullptr, sizeof(unsigned), PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0)));
  must(syscall(SYS_futex, word, FUTEX_LOCK_PI, 0, nullptr, 0, 0));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.futex_lock_pi",
            outcome(syscall(SYS_futex, word, FUTEX_LOCK_PI, 0, nullptr, 0, 0)));
    _exit(0);
  }
  // The kernel sets the bit for the first waiter.
  while (!(*word & FUTEX_WAITERS)) sched_yield();

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // If the kernel lets init wait, the wait ends at this point of time, which
    // is long past.
    const timespec past{};
    observe("init.futex_lock_pi",
            outcome(syscall(SYS_futex, word, FUTEX_LOCK_PI, 0, &past, 0, 0)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  must(syscall(SYS_futex, word, FUTEX_UNLOCK_PI, 0, nullptr, 0, 0));
  must(waitpid(child, nullptr, 0));
}
