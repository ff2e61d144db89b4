// A process with several threads may call unshare(CLONE_NEWPID).
//
// unshare(2) says that CLONE_NEWPID implies CLONE_THREAD, which fails in a
// process with several threads. But the kernel does not add CLONE_THREAD. The
// caller does not move, so no thread has to leave its thread group.
//
//   caller ──std::thread───────────▶ thread  waits, a second thread
//   caller ──unshare(CLONE_THREAD)           refused: there are two
//   caller ──unshare(CLONE_NEWPID)           allowed
//   caller ──fork()────────────────▶ child   PID 1 of the new namespace
#include <sched.h>

#include <latch>
#include <thread>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.unshare_thread_alone", outcome(unshare(CLONE_THREAD)));

  std::latch finished(1);
  std::thread thread([&] { finished.wait(); });
  observe("caller.unshare_thread", outcome(unshare(CLONE_THREAD)));
  observe("caller.unshare_newpid", outcome(unshare(CLONE_NEWPID)));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    observe("child.ppid", getppid());
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  finished.count_down();
  thread.join();
}
