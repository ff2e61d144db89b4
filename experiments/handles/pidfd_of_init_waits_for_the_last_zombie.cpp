// A pidfd of init is not readable while a zombie is left in its PID namespace.
//
// poll(2) on a pidfd reports that the process has ended. An init that is killed
// does not end before all other PIDs of its namespace are free. A zombie whose
// parent is outside keeps its PID until that parent waits for it.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   caller ──fork()──▶ member    PID 2, a child of the caller
//   caller ──kill(init, SIGKILL), poll(pidfds of both)
#include <poll.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static int readable(int pidfd) {  // 1, or 0
  pollfd file{.fd = pidfd, .events = POLLIN, .revents = 0};
  return must(poll(&file, 1, 0));
}

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    for (;;) pause();
  }
  const pid_t member = must(fork());
  if (member == 0) {
    for (;;) pause();
  }
  const Fd init_fd(must(syscall(SYS_pidfd_open, init, 0)));
  const Fd member_fd(must(syscall(SYS_pidfd_open, member, 0)));
  observe("caller.count_from_poll_of_init_before", readable(init_fd));
  observe("caller.count_from_poll_of_member_before", readable(member_fd));
  must(kill(init, SIGKILL));

  // The end of init kills the member, and WNOWAIT leaves it a zombie.
  siginfo_t zombie;
  must(waitid(P_PID, member, &zombie, WEXITED | WNOWAIT));
  observe("caller.count_from_poll_of_member_killed", readable(member_fd));
  observe("caller.count_from_poll_of_init_killed", readable(init_fd));

  must(waitpid(member, nullptr, 0));
  must(waitid(P_PID, init, &zombie, WEXITED | WNOWAIT));
  observe("caller.count_from_poll_of_init_after", readable(init_fd));
  must(waitpid(init, nullptr, 0));
}
