// A worker that must not outlive its supervisor. In its own PID namespace it
// says "dead" from the beginning.
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// What a worker inherits from its supervisor.
struct Supervisor {
  pid_t pid;
  int pidfd;
};

static bool is_alive(const Supervisor& supervisor) {
  return getppid() == supervisor.pid;
}

// Below this line is the check. Leave it as it is.

int main() {
  must(prctl(PR_SET_CHILD_SUBREAPER, 1));  // adopts the worker
  Gate asked, supervisor_gone;
  const pid_t supervisor = must(fork());
  if (supervisor == 0) {
    const Fd pidfd(must(int(syscall(SYS_pidfd_open, getpid(), 0))));
    const Supervisor self{.pid = getpid(), .pidfd = pidfd};
    must(unshare(CLONE_NEWPID));
    const pid_t worker = must(fork());
    if (worker == 0) {
      observe("worker.ppid_at_first", getppid());
      observe("worker.says_at_first", is_alive(self) ? "alive" : "dead");
      asked.open();
      supervisor_gone.wait();
      observe("worker.ppid_at_last", getppid());
      observe("worker.says_at_last", is_alive(self) ? "alive" : "dead");
      _exit(0);
    }
    asked.wait();
    _exit(0);
  }
  must(waitpid(supervisor, nullptr, 0));
  supervisor_gone.open();
  must(waitpid(-1, nullptr, 0));
}
