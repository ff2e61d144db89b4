// SO_PEERCRED gives PID 0 for a peer in a sibling PID namespace.
//
// For the client, the peer is the process that called listen, and not the
// process that created the socket. Here the caller creates the socket, and the
// server calls listen.
//
//   caller ──socket(), bind()
//   caller ──clone3(CLONE_NEWPID)──▶ server   listen()
//   caller ──clone3(CLONE_NEWPID)──▶ client   connect(): its peer has PID 0
//                                    server   accept(): its peer has PID 0
#include <linux/sched.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd listener(must(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)));
  // If the address is only a family, bind chooses a free abstract name.
  sockaddr_storage address{.ss_family = AF_UNIX};
  must(bind(listener, (sockaddr*)&address, sizeof address.ss_family));
  socklen_t length = sizeof address;
  must(getsockname(listener, (sockaddr*)&address, &length));
  ucred peer;
  socklen_t size = sizeof peer;
  Gate listening, connected;

  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t server = must(syscall(SYS_clone3, &args, sizeof args));
  if (server == 0) {
    must(listen(listener, 1));
    listening.open();
    connected.wait();
    const Fd accepted(must(accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)));
    must(getsockopt(accepted, SOL_SOCKET, SO_PEERCRED, &peer, &size));
    observe("server.pid", getpid());
    observe("server.peer_pid", peer.pid);
    _exit(0);
  }

  const pid_t client = must(syscall(SYS_clone3, &args, sizeof args));
  if (client == 0) {
    listening.wait();
    const Fd own(must(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)));
    must(connect(own, (sockaddr*)&address, length));
    connected.open();
    must(getsockopt(own, SOL_SOCKET, SO_PEERCRED, &peer, &size));
    observe("client.pid", getpid());
    observe("client.peer_pid", peer.pid);
    _exit(0);
  }
  must(waitpid(client, nullptr, 0));
  must(waitpid(server, nullptr, 0));
}
