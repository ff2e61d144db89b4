// execve() keeps the caller's PID and the PID namespace for its children.
//
// execve() replaces the program, not the process. `unshare --pid sh` relies on
// it: the shell stays outside, and the first command that it starts is PID 1 of
// the new PID namespace.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──execve(itself)                  same PID, same namespace
//   caller ──fork()────────────────▶ child   PID 1 of the new namespace
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main(int argc, char** argv) {
  const bool before_exec = argc == 1;
  if (before_exec) {
    observe("caller.pid_before", getpid());
    observe("caller.ppid_before", getppid());
    observe("caller.ns_before", ns_inode("/proc/self/ns/pid"));
    must(unshare(CLONE_NEWPID));

    char after_exec[] = "after-exec";
    char* const arguments[] = {argv[0], after_exec, nullptr};
    must(execv("/proc/self/exe", arguments));
  }
  observe("caller.pid_after", getpid());
  observe("caller.ppid_after", getppid());
  observe("caller.ns_after", ns_inode("/proc/self/ns/pid"));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    observe("child.ppid", getppid());
    observe("child.ns", ns_inode("/proc/self/ns/pid"));
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));
  observe("caller.ns_for_children", ns_inode("/proc/self/ns/pid_for_children"));
}
