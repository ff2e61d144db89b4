// A fork(2) that fails with ENOMEM does not keep a dead PID namespace counted.
//
// The kernel takes a reference to the PID namespace before it checks that init
// lives, and has to give it back. It takes a namespace without a reference off
// the count of max_pid_namespaces some time later: a loop waits for that.
//
//   caller ──unshare(CLONE_NEWUSER)            sets its limit to 1
//   caller ──fork()─────────────────▶ holder   unshare(CLONE_NEWPID)
//   holder ──fork()─────────────────▶ first    PID 1, ends
//   holder ──fork()                            ENOMEM, then holder ends
//   caller ──unshare(CLONE_NEWPID)             until it succeeds
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static volatile sig_atomic_t late = 0;

int main() {
  const ino_t old_userns = ns_inode("/proc/self/ns/user");
  must(unshare(CLONE_NEWUSER));
  // The write sets the limit of the user namespace that the writer is in.
  if (ns_inode("/proc/self/ns/user") == old_userns) {
    broken("not in a new user namespace");
  }
  const Fd limit(
      must(open("/proc/sys/user/max_pid_namespaces", O_WRONLY | O_CLOEXEC)));
  must(write(limit, "1", 1));

  Gate failed, finish;
  const pid_t holder = must(fork());
  if (holder == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t first = must(fork());
    if (first == 0) _exit(0);
    must(waitpid(first, nullptr, 0));
    const pid_t next = fork();
    if (next == 0) _exit(0);
    observe("holder.fork_next", outcome(next));
    failed.open();
    finish.wait();
    _exit(0);
  }
  failed.wait();
  observe("caller.unshare_before", outcome(unshare(CLONE_NEWPID)));
  finish.open();
  must(waitpid(holder, nullptr, 0));

  // If the namespace is never taken off the count, the loop ends in 5 seconds.
  must(signal(SIGALRM, [](int) { late = 1; }));
  alarm(5);
  int result;
  while ((result = unshare(CLONE_NEWPID)) == -1 && errno == ENOSPC && !late) {
    sched_yield();
  }
  observe("caller.unshare_after", outcome(result));
}
