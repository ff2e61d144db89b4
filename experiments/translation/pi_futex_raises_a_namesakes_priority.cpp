// FUTEX_LOCK_PI inside raises a namesake's priority, not that of the owner.
//
// While a thread with a real-time priority waits for a PI futex, the owner has
// this priority. The kernel looks the owner's TID up in the PID namespace of
// the waiter: a thread inside with the same TID gets the priority.
//
//   caller ──futex(FUTEX_LOCK_PI)       is the owner
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──clone3(set_tid)──▶ namesake             has the TID of the caller
//   init   ──fork()──▶ waiter                        SCHED_FIFO, 50
#include <linux/futex.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <cstdint>
#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

// Field 18 of /proc/self/stat: 20 + nice, or -1 - the real-time priority.
static int priority() {
  std::ifstream in("/proc/self/stat");
  std::string field;
  for (int i = 1; i <= 18; ++i) in >> field;
  return std::stoi(field);
}

int main() {
  only_on_a_throwaway_machine();
  auto* word = static_cast<volatile unsigned*>(
      must(mmap(nullptr, sizeof(unsigned), PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0)));
  const auto lock = [&](const timespec* end = nullptr) {
    return syscall(SYS_futex, word, FUTEX_LOCK_PI, 0, end, 0, 0);
  };
  must(lock());
  observe("caller.priority_before", priority());
  const pid_t owner = gettid();
  Gate blocks, seen;

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    clone_args args{.exit_signal = SIGCHLD,
                    .set_tid = reinterpret_cast<std::uintptr_t>(&owner),
                    .set_tid_size = 1};
    const pid_t namesake = must(syscall(SYS_clone3, &args, sizeof args));
    if (namesake == 0) {
      seen.wait();
      observe("namesake.priority_after", priority());
      _exit(0);
    }
    if (must(fork()) == 0) {
      const sched_param fifo{.sched_priority = 50};
      must(sched_setscheduler(0, SCHED_FIFO, &fifo));
      _exit(lock() != 0);  // the kernel kills the waiter before
    }
    // The kernel sets the bit for the first waiter. The next call takes locks
    // that the kernel holds until the waiter has given its priority.
    while (!(*word & FUTEX_WAITERS)) sched_yield();
    const timespec past{};
    observe("init.futex_lock_pi", outcome(lock(&past)));
    blocks.open();
    must(waitpid(namesake, nullptr, 0));
    _exit(0);
  }
  blocks.wait();
  observe("caller.priority_after", priority());
  seen.open();
  must(waitpid(init, nullptr, 0));
}
