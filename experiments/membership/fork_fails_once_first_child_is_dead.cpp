// After unshare(CLONE_NEWPID), fork() fails with ENOMEM once PID 1 has ended.
//
// The first child after unshare() is PID 1, and its end is the end of the PID
// namespace. fork() still has to create the caller's children there, and fails.
// This is the "Cannot allocate memory" of `unshare --pid bash` without --fork.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()────────────────▶ child   PID 1, ends at once
//   caller ──fork()                          refused, every time
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    observe("child.ns", ns_inode("/proc/self/ns/pid"));
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  const pid_t next = fork();
  if (next == 0) _exit(0);
  observe("caller.fork_next", outcome(next));
  if (next != -1) must(waitpid(next, nullptr, 0));

  const pid_t later = fork();
  if (later == 0) _exit(0);
  observe("caller.fork_later", outcome(later));
  if (later != -1) must(waitpid(later, nullptr, 0));

  // The link still refers to the dead namespace, and a second unshare fails.
  observe("caller.ns_for_children", ns_inode("/proc/self/ns/pid_for_children"));
  observe("caller.unshare_again", outcome(unshare(CLONE_NEWPID)));
}
