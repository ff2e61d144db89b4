// A dead PID namespace counts against the limit while a file of it is open.
//
// user.max_pid_namespaces counts namespaces, not the living ones: the count is
// given back when the last reference goes, and an open file is a reference.
//
//   caller ──unshare(CLONE_NEWUSER)           to have a limit of its own: 1
//   caller ──clone3(CLONE_NEWPID)──▶ init     the one; a file of it stays open
//   caller ──clone3(CLONE_NEWPID)──▶ second   while init lives, and afterwards
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t old_userns = ns_inode("/proc/self/ns/user");
  must(unshare(CLONE_NEWUSER));
  // The limit that is written is that of the user namespace its writer is in.
  if (ns_inode("/proc/self/ns/user") == old_userns) broken("not in a new one");
  const Fd limit(
      must(open("/proc/sys/user/max_pid_namespaces", O_WRONLY | O_CLOEXEC)));
  must(write(limit, "1", 1));

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

  const pid_t third = syscall(SYS_clone3, &args, sizeof args);
  if (third == 0) _exit(0);
  observe("caller.clone3_after_its_death", outcome(third));
  if (third > 0) must(waitpid(third, nullptr, 0));
}
