// A process with the owner's TID in another PID namespace unlocks its PI futex.
//
// The futex word has only the TID of the owner. To another PID 1, a futex of
// the first PID 1 seems to be its own: to lock it again would be a deadlock,
// and it may unlock it.
//
//   caller ──clone3(CLONE_NEWPID)──▶ left    PID 1, is the owner
//   caller ──clone3(CLONE_NEWPID)──▶ right   PID 1, too
//   right  ──fork()──▶ other                 PID 2, has another TID
#include <linux/futex.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  auto* word = static_cast<unsigned*>(
      must(mmap(nullptr, sizeof(unsigned), PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0)));
  // A wait ends at this point of time, which is long past.
  const timespec past{};
  const auto futex = [&](int operation) {
    return outcome(syscall(SYS_futex, word, operation, 0, &past, 0, 0));
  };
  Gate locked, tried;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t left = must(syscall(SYS_clone3, &args, sizeof args));
  if (left == 0) {
    observe("left.futex_lock_pi", futex(FUTEX_LOCK_PI));
    locked.open();
    tried.wait();
    observe("left.futex_unlock_pi", futex(FUTEX_UNLOCK_PI));
    _exit(0);
  }
  locked.wait();

  const pid_t right = must(syscall(SYS_clone3, &args, sizeof args));
  if (right == 0) {
    const pid_t other = must(fork());
    if (other == 0) {
      observe("other.futex_unlock_pi", futex(FUTEX_UNLOCK_PI));
      _exit(0);
    }
    must(waitpid(other, nullptr, 0));
    observe("right.futex_lock_pi", futex(FUTEX_LOCK_PI));
    observe("right.futex_lock_pi2", futex(FUTEX_LOCK_PI2));
    observe("right.futex_trylock_pi", futex(FUTEX_TRYLOCK_PI));
    observe("right.futex_unlock_pi", futex(FUTEX_UNLOCK_PI));
    _exit(0);
  }
  must(waitpid(right, nullptr, 0));
  tried.open();
  must(waitpid(left, nullptr, 0));
}
