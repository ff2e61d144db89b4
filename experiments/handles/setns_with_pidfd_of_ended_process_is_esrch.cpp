// setns(2) with the pidfd of a process that has ended fails with ESRCH.
//
// A pidfd refers to a process. When the process has become a zombie, the pidfd
// does not lead to its namespaces any more. A namespace file refers to the
// namespace itself: setns(2) still works, but without an init the namespace
// accepts no new process.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init    ends; then it is reaped
//   caller ──setns(pidfd of init), setns(file of its namespace), fork()
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd own(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));

  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const Fd pidfd(must(syscall(SYS_pidfd_open, init, 0)));
  const std::string link = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd file(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
  observe("caller.setns_pidfd_alive", outcome(setns(pidfd, CLONE_NEWPID)));
  must(setns(own, CLONE_NEWPID));  // and back

  finished.open();
  siginfo_t info;
  must(waitid(P_PID, init, &info, WEXITED | WNOWAIT));  // now a zombie
  observe("caller.setns_pidfd_zombie", outcome(setns(pidfd, CLONE_NEWPID)));

  must(waitpid(init, nullptr, 0));
  observe("caller.setns_pidfd_reaped", outcome(setns(pidfd, CLONE_NEWPID)));
  observe("caller.setns_file_reaped", outcome(setns(file, CLONE_NEWPID)));

  const pid_t child = fork();
  if (child == 0) _exit(0);
  observe("caller.fork", outcome(child));
  if (child > 0) must(waitpid(child, nullptr, 0));
}
