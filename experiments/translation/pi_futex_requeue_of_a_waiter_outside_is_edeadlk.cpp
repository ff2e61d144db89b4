// FUTEX_CMP_REQUEUE_PI inside fails with EDEADLK if the waiter is outside.
//
// The waiter of a condition variable waits for one futex, and is then moved to
// a second one, that of a PI mutex. If this one is free, the kernel locks it
// for the waiter. But the waiter has no TID inside, and 0 is a free futex. If
// it is locked, the kernel looks for the owner inside, and finds none: ESRCH.
//
//   caller ──fork()──▶ waiter    futex(FUTEX_WAIT_REQUEUE_PI)
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──futex(FUTEX_CMP_REQUEUE_PI)             ESRCH, then EDEADLK
//   caller ──futex(FUTEX_CMP_REQUEUE_PI)             ok
#include <linux/futex.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  auto* condition = static_cast<unsigned*>(
      must(mmap(nullptr, 2 * sizeof(unsigned), PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0)));
  auto* mutex = condition + 1;
  // Wakes one waiter and moves no other one. Without a waiter, it returns 0.
  const auto requeue = [&] {
    return syscall(SYS_futex, condition, FUTEX_CMP_REQUEUE_PI, 1, 0, mutex, 0);
  };
  Gate tried, unlocked;
  const pid_t waiter = must(fork());
  if (waiter == 0) {
    observe("waiter.futex_wait_requeue_pi",
            outcome(syscall(SYS_futex, condition, FUTEX_WAIT_REQUEUE_PI, 0,
                            nullptr, mutex, 0)));
    observe("waiter.tid", gettid());
    observe("waiter.tid_in_word", *mutex & FUTEX_TID_MASK);
    _exit(0);
  }

  *mutex = gettid();  // locks it, as pthread_mutex_lock(3) does
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    long moved;
    while ((moved = requeue()) == 0) sched_yield();
    observe("init.futex_cmp_requeue_pi_locked", outcome(moved));
    tried.open();
    unlocked.wait();
    observe("init.futex_cmp_requeue_pi", outcome(requeue()));
    observe("init.tid_in_word", *mutex);
    _exit(0);
  }
  tried.wait();
  *mutex = 0;
  unlocked.open();
  must(waitpid(init, nullptr, 0));
  observe("caller.futex_cmp_requeue_pi", outcome(requeue()));
  must(waitpid(waiter, nullptr, 0));
}
