// A new PID namespace does not get the inode number of the initial one.
//
// The initial namespaces have constant inode numbers below 0xf0000000, the same
// on every machine. That of the initial PID namespace is 4026531836. A new
// namespace gets the lowest free number from 0xf0000000 upward.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.ns", ns_inode("/proc/self/ns/pid"));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
