// A PI futex's owner is looked up in the waiter's PID namespace: ESRCH if none.
//
// FUTEX_LOCK_PI stores the TID of the owner in the futex word. The kernel does
// not translate it for a waiter in another PID namespace. It looks the number
// up there, and it may find no thread, or another one.
//
//   caller ──futex(FUTEX_LOCK_PI)      is the owner
//   caller ──fork()──▶ child           waits: the owner is found
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init            PID 1 inside, alone there
#include <linux/futex.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  auto* word = static_cast<unsigned*>(
      must(mmap(nullptr, sizeof(unsigned), PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0)));
  // The wait ends at this point of time, which is long past.
  const timespec past{};
  const auto lock = [&](const char* name) {
    observe(name,
            outcome(syscall(SYS_futex, word, FUTEX_LOCK_PI, 0, &past, 0, 0)));
  };
  lock("caller.futex_lock_pi");

  const pid_t child = must(fork());
  if (child == 0) {
    lock("child.futex_lock_pi");
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    lock("init.futex_lock_pi");
    observe("init.futex_lock_pi2",
            outcome(syscall(SYS_futex, word, FUTEX_LOCK_PI2, 0, &past, 0, 0)));
    observe("init.futex_trylock_pi",
            outcome(syscall(SYS_futex, word, FUTEX_TRYLOCK_PI, 0, 0, 0, 0)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
