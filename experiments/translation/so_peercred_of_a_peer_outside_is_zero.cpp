// SO_PEERCRED translates the peer's PID for the reader, to 0 if it is outside.
//
// Each end of a connection refers to the struct pid of its peer: the process
// that called connect, or the one that called listen. getsockopt translates it
// at each call.
//
//   caller ──socket(), listen()
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──connect()──────────────────────▶ caller   init's peer is PID 0
//   caller ──accept()                                  its peer is init
#include <sched.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <string>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd listener(must(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)));
  // The abstract name is the inode number of the socket, so it is unique.
  sockaddr_un address{.sun_family = AF_UNIX};
  const std::string link = "/proc/self/fd/" + std::to_string(listener);
  const std::string name = std::to_string(ns_inode(link));
  name.copy(address.sun_path + 1, name.size());
  must(bind(listener, (sockaddr*)&address, sizeof address));
  must(listen(listener, 1));

  observe("caller.pid", getpid());
  ucred peer;
  socklen_t size = sizeof peer;

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd client(must(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)));
    must(connect(client, (sockaddr*)&address, sizeof address));
    must(getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &size));
    observe("init.peer_pid", peer.pid);
    observe("init.peer_uid", peer.uid);
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));  // the connection waits for accept

  const Fd server(must(accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)));
  must(getsockopt(server, SOL_SOCKET, SO_PEERCRED, &peer, &size));
  observe("caller.peer_pid", peer.pid);
}
