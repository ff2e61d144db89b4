// setns(CLONE_NEWPID) does not move the caller.
//
// A process keeps its PID namespace for life. setns(CLONE_NEWPID) changes only
// the PID namespace of the caller's future children.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init     PID 1 of the new namespace
//   caller ──setns(the new one)               same PID, same namespace
//   caller ──fork()────────────────▶ child    PID 2 of the new namespace
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.pid_before", getpid());
  observe("caller.ns_before", ns_inode("/proc/self/ns/pid"));

  // fork() into a PID namespace fails once its init has ended: keep it alive.
  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string target = "/proc/" + std::to_string(init) + "/ns/pid";
  observe("init.ns", ns_inode(target));

  const Fd ns(must(open(target.c_str(), O_RDONLY | O_CLOEXEC)));
  observe("caller.setns", outcome(setns(ns, CLONE_NEWPID)));

  observe("caller.pid_after", getpid());
  observe("caller.ns_after", ns_inode("/proc/self/ns/pid"));
  observe("caller.ns_for_children", ns_inode("/proc/self/ns/pid_for_children"));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    observe("child.ppid", getppid());  // the parent has no PID inside
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
