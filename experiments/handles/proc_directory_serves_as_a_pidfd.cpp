// pidfd_send_signal(2) takes a /proc/PID directory, by the rules of a pidfd.
//
// The directory names the process that it shows, whatever PID that has in the
// namespace of the sender. A process outside cannot be signaled. Other calls
// for pidfds do not accept a directory.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    inherits a directory
//   init ────pidfd_send_signal(caller, init)          EINVAL, ok
//   caller ──pidfd_send_signal(init, SIGKILL)         ok
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static long send_signal(int directory, int number) {
  return syscall(SYS_pidfd_send_signal, directory, number, nullptr, 0);
}

int main() {
  const std::string own = "/proc/" + std::to_string(getpid());
  const Fd caller(must(open(own.c_str(), O_DIRECTORY | O_CLOEXEC)));
  const Fd other(must(open("/proc/sys", O_DIRECTORY | O_CLOEXEC)));

  Gate tried, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // Signal 0 sends nothing; the kernel only makes the checks.
    observe("init.pidfd_send_signal_caller", outcome(send_signal(caller, 0)));
    const Fd inner(must(open("/proc/self", O_DIRECTORY | O_CLOEXEC)));
    observe("init.pidfd_send_signal_itself", outcome(send_signal(inner, 0)));
    tried.open();
    finished.wait();
    _exit(0);
  }
  tried.wait();
  const std::string path = "/proc/" + std::to_string(init);
  const Fd below(must(open(path.c_str(), O_DIRECTORY | O_CLOEXEC)));
  observe("caller.pidfd_send_signal_other", outcome(send_signal(other, 0)));
  observe("caller.setns_init", outcome(setns(below, CLONE_NEWPID)));
  observe("caller.pidfd_send_signal_init",
          outcome(send_signal(below, SIGKILL)));

  finished.open();  // too late, unless the call has failed
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
