// After init ends, setns(2) to its namespace works; fork(2) fails with ENOMEM.
//
// The open file keeps the PID namespace in memory. setns(2) does not check that
// init is alive. fork(2) needs a PID in the namespace, and the kernel does not
// allocate PIDs there any more.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init    PID 1 of the new namespace
//   caller ──open(init's ns/pid), kill(init, SIGKILL)
//   caller ──setns(that namespace)           succeeds
//   caller ──fork()                          fails with ENOMEM
//   caller ──clone3(CLONE_NEWPID)            fails with EINVAL
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    for (;;) pause();
  }
  const std::string target = "/proc/" + std::to_string(init) + "/ns/pid";
  observe("init.ns", ns_inode(target));
  const Fd ns(must(open(target.c_str(), O_RDONLY | O_CLOEXEC)));

  must(kill(init, SIGKILL));
  must(waitpid(init, nullptr, 0));

  observe("caller.setns", outcome(setns(ns, CLONE_NEWPID)));
  observe("caller.ns_for_children", ns_inode("/proc/self/ns/pid_for_children"));

  const pid_t nobody = fork();
  if (nobody == 0) _exit(0);
  observe("caller.fork", outcome(nobody));
  if (nobody != -1) must(waitpid(nobody, nullptr, 0));

  // A process can create a PID namespace only if its children are created in
  // its own PID namespace.
  const pid_t no_init = syscall(SYS_clone3, &args, sizeof args);
  if (no_init == 0) _exit(0);
  observe("caller.clone3", outcome(no_init));
  if (no_init != -1) must(waitpid(no_init, nullptr, 0));
}
