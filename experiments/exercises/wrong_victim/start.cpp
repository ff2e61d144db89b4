// A manager keeps the PIDs of its workers, to stop them later. Now and then it
// stops a process that is not a worker.
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include <cstdint>

#include "experiments/experiment.h"

using namespace pidlab;

// What the manager keeps about a worker.
using Handle = pid_t;

// Called when the worker has just been started.
static Handle remember(pid_t worker) { return worker; }

// Called later, from another part of the manager. Returns -1 if the worker has
// already ended.
static long stop(const Handle& worker) {
  return worker > 0 ? kill(worker, SIGTERM) : -1;
}

// Below this line is the check. Leave it as it is.

// Creates a process with that PID, which ends when the gate is opened.
static pid_t start(pid_t number, Gate& finished) {
  clone_args args{.exit_signal = SIGCHLD,
                  .set_tid = reinterpret_cast<std::uintptr_t>(&number),
                  .set_tid_size = 1};
  const pid_t child = must(pid_t(syscall(SYS_clone3, &args, sizeof args)));
  if (child != 0) return child;
  finished.wait();
  _exit(0);
}

static void manage() {
  Gate finished;
  int status;
  const pid_t working = start(20, finished);
  const Handle of_working = remember(working);
  observe("working.stop", outcome(stop(of_working)));
  must(waitpid(working, &status, 0));
  observe("working.ended", ending(status));

  const pid_t gone = start(30, finished);
  const Handle of_gone = remember(gone);
  finished.open();
  must(waitpid(gone, nullptr, 0));
  // The kernel uses PIDs again. By chance that takes days; set_tid forces it.
  const pid_t stranger = start(30, finished);
  observe("gone.stop", outcome(stop(of_gone)));
  finished.open();
  must(waitpid(stranger, &status, 0));
  observe("stranger.ended", ending(status));
}

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t manager = must(fork());
  if (manager == 0) {
    manage();
    _exit(0);
  }
  must(waitpid(manager, nullptr, 0));
}
