// If CLONE_NEWPID fails, unshare() creates none of the other namespaces.
//
// unshare() takes several flags. It creates a namespace for each, and the
// caller gets all of them at the end. If one cannot be created, the caller
// keeps all of its namespaces.
//
//   caller ──unshare(NEWPID)                  allowed
//   caller ──unshare(NEWUTS | NEWPID)         refused: there is a first
//   caller ──unshare(NEWUTS)                  allowed
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.ns_uts_before", ns_inode("/proc/self/ns/uts"));
  observe("caller.unshare_newpid", outcome(unshare(CLONE_NEWPID)));

  observe("caller.unshare_both", outcome(unshare(CLONE_NEWUTS | CLONE_NEWPID)));
  observe("caller.ns_uts_after_both", ns_inode("/proc/self/ns/uts"));

  observe("caller.unshare_newuts", outcome(unshare(CLONE_NEWUTS)));
  observe("caller.ns_uts_after_newuts", ns_inode("/proc/self/ns/uts"));

  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
