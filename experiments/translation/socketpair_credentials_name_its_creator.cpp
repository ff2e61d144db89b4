// SO_PEERCRED of a socket pair made before fork() names its creator: 0 inside.
//
// socketpair sets the credentials of both ends to those of its caller. A child
// inherits an end, and its peer credentials still refer to the creator.
//
//   caller ──socketpair(), unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init    PID 1 inside, getsockopt(SO_PEERCRED): 0
//   init   ──socketpair()      a pair of its own
//   init   ──fork()──▶ child   PID 2, getsockopt(SO_PEERCRED): 0, and 1
#include <sched.h>
#include <sys/socket.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void observe_peer(const std::string& name, int socket) {
  ucred peer;
  socklen_t size = sizeof peer;
  must(getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size));
  observe(name, peer.pid);
}

int main() {
  int callers[2], inits[2];
  must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, callers));
  observe("caller.pid", getpid());
  observe_peer("caller.peer_pid", callers[0]);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe_peer("init.peer_pid_of_callers", callers[1]);
    must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, inits));
    const pid_t child = must(fork());
    if (child == 0) {
      observe_peer("child.peer_pid_of_callers", callers[1]);
      observe_peer("child.peer_pid_of_inits", inits[1]);
      _exit(0);
    }
    must(waitpid(child, nullptr, 0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
