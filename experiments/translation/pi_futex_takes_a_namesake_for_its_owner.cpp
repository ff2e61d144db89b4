// FUTEX_LOCK_PI takes a thread with the owner's TID inside for the owner.
//
// The futex word has the TID that the owner has outside. The kernel looks this
// number up in the PID namespace of the waiter. A thread there that has the
// same TID by chance counts as the owner, although it has never seen the futex.
//
//   caller ──futex(FUTEX_LOCK_PI)       is the owner
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──clone3(set_tid)──▶ namesake             has the TID of the caller
//   init   ──futex(FUTEX_LOCK_PI)                    waits for the namesake
#include <linux/futex.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <cstdint>

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
  const pid_t owner = gettid();
  observe("caller.tid", owner);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    lock("init.futex_lock_pi_before");
    clone_args args{.exit_signal = SIGCHLD,
                    .set_tid = reinterpret_cast<std::uintptr_t>(&owner),
                    .set_tid_size = 1};
    Gate tried;
    const pid_t namesake = must(syscall(SYS_clone3, &args, sizeof args));
    if (namesake == 0) {
      observe("namesake.tid", gettid());
      tried.wait();
      _exit(0);
    }
    lock("init.futex_lock_pi");
    tried.open();
    must(waitpid(namesake, nullptr, 0));
    lock("init.futex_lock_pi_after");
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
