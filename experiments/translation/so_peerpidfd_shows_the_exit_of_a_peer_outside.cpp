// SO_PEERPIDFD lets a process inside wait for the exit of a peer outside.
//
// SO_PEERCRED gives PID 0, and the process inside cannot signal its peer. But
// poll() on the pidfd does not need a PID: it reports the exit of any process.
//
//   caller ──fork()──▶ server                        socketpair()
//   server ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   server ──_exit()                                 init's pidfd is readable
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

constexpr int so_peerpidfd = 77;  // Linux 6.5

using namespace pidlab;

int main() {
  must(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));  // to wait for init
  Gate asked, gone;

  const pid_t server = must(fork());
  if (server == 0) {
    int ends[2];
    must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      ucred peer;
      socklen_t size = sizeof peer;
      must(getsockopt(ends[1], SOL_SOCKET, SO_PEERCRED, &peer, &size));
      observe("init.peer_pid", peer.pid);
      pollfd pidfd{.fd = -1, .events = POLLIN};
      size = sizeof pidfd.fd;
      observe("init.getsockopt",
              outcome(getsockopt(ends[1], SOL_SOCKET, so_peerpidfd, &pidfd.fd,
                                 &size)));
      observe("init.pidfd_send_signal",
              outcome(syscall(SYS_pidfd_send_signal, pidfd.fd, SIGKILL, nullptr,
                              0)));
      observe("init.count_of_readable_before", must(poll(&pidfd, 1, 0)));
      asked.open();
      gone.wait();
      observe("init.count_of_readable_after", must(poll(&pidfd, 1, 0)));
      _exit(0);
    }
    asked.wait();
    _exit(0);
  }
  must(waitpid(server, nullptr, 0));
  gone.open();
  must(waitpid(-1, nullptr, 0));  // init
}
