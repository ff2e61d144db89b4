// While a file of a dead PID namespace is open, max_pid_namespaces counts it.
//
// The limit counts the PID namespaces that exist, including those whose init
// has ended. A namespace exists until its last reference is gone, and an open
// file of it is a reference.
//
//   caller ──unshare(CLONE_NEWUSER)           sets its limit to 1
//   caller ──clone3(CLONE_NEWPID)──▶ init     caller opens its ns/pid
//   caller ──clone3(CLONE_NEWPID)             ENOSPC; init ends
//   caller ──clone3(CLONE_NEWPID)──▶ later, next    with a limit of 2
//   caller ──clone3(CLONE_NEWPID)             ENOSPC
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t old_userns = ns_inode("/proc/self/ns/user");
  must(unshare(CLONE_NEWUSER));
  // The write sets the limit of the user namespace that the writer is in.
  if (ns_inode("/proc/self/ns/user") == old_userns) {
    broken("not in a new user namespace");
  }
  const Fd limit(
      must(open("/proc/sys/user/max_pid_namespaces", O_WRONLY | O_CLOEXEC)));
  must(pwrite(limit, "1", 1, 0));

  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string link = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd file(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));

  const pid_t second = syscall(SYS_clone3, &args, sizeof args);
  if (second == 0) _exit(0);
  observe("caller.clone3_while_init_lives", outcome(second));
  if (second > 0) must(waitpid(second, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));

  must(pwrite(limit, "2", 1, 0));
  // When this namespace is free, an earlier one without a use usually is, too.
  const pid_t later = must(syscall(SYS_clone3, &args, sizeof args));
  if (later == 0) _exit(0);
  must(waitpid(later, nullptr, 0));
  pid_t next;
  while ((next = syscall(SYS_clone3, &args, sizeof args)) == -1 &&
         errno == ENOSPC) {
    sched_yield();
  }
  if (next == 0) _exit(0);  // As a zombie, it keeps its namespace.
  observe("caller.clone3_next", outcome(next));
  const pid_t third = syscall(SYS_clone3, &args, sizeof args);
  if (third == 0) _exit(0);
  observe("caller.clone3_after_its_death", outcome(third));
  if (third > 0) must(waitpid(third, nullptr, 0));
  if (next > 0) must(waitpid(next, nullptr, 0));
}
