// unshare(NEWUSER | NEWPID) fails with EINVAL in a multithreaded process.
//
// unshare(CLONE_NEWUSER) moves its caller, so that all threads of a process
// would no longer be in one user namespace. unshare(CLONE_NEWPID) alone moves
// nothing, and works.
//
//   caller ──std::thread────────────────▶ thread  waits, a second thread
//   caller ──unshare(NEWUSER | NEWPID)            refused
//   caller ──fork()─────────────────────▶ child   one thread: allowed
//   caller ──unshare(NEWPID)                      allowed
#include <sched.h>

#include <latch>
#include <thread>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  std::latch finished(1);
  std::thread thread([&] { finished.wait(); });

  observe("caller.ns_user_before", ns_inode("/proc/self/ns/user"));
  observe("caller.unshare_newuser", outcome(unshare(CLONE_NEWUSER)));
  observe("caller.unshare_both",
          outcome(unshare(CLONE_NEWUSER | CLONE_NEWPID)));
  observe("caller.ns_user_after", ns_inode("/proc/self/ns/user"));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.unshare_both",
            outcome(unshare(CLONE_NEWUSER | CLONE_NEWPID)));
    const pid_t init = must(fork());
    if (init == 0) {
      observe("init.pid", getpid());
      _exit(0);
    }
    must(waitpid(init, nullptr, 0));
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));
  observe("caller.unshare_newpid", outcome(unshare(CLONE_NEWPID)));

  finished.count_down();
  thread.join();
}
