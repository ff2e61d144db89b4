// When the init of the initial PID namespace ends, the kernel panics.
//
// When the init of a child PID namespace ends, its parent reads the status, and
// the machine continues. The machine cannot run without the init of the initial
// PID namespace.
//
//   caller                          PID 1 of the initial namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ child_init   PID 1 of the new namespace
//   child_init ──_exit(0)           the caller reads its status and continues
//   caller ──_exit(0)               panic: Attempted to kill init!
#include <sched.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  observe("caller.pid", getpid());

  must(unshare(CLONE_NEWPID));
  const pid_t child_init = must(fork());
  if (child_init == 0) {
    observe("child_init.pid", getpid());
    _exit(0);
  }
  int status;
  must(waitpid(child_init, &status, 0));
  observe("child_init.ended", ending(status));

  // Drain the serial line before the kernel panics.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  _exit(0);
}
