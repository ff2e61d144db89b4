// SCM_CREDENTIALS from a sender outside gives PID 0 to a receiver inside.
//
// The sender has no PID in the receiver's namespace, so the value is 0. This is
// not an error: the message and the sender's user ID arrive.
//
//   caller ──send()──▶ queue
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──recvmsg()                               reads PID 0
#include <sched.h>
#include <sys/socket.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  int ends[2];
  must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends));
  const Fd receiving(ends[0]), sending(ends[1]);
  const int on = 1;
  must(setsockopt(receiving, SOL_SOCKET, SO_PASSCRED, &on, sizeof on));

  observe("caller.pid", getpid());
  must(send(sending, "!", 1, 0));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))];
    char byte = 0;
    iovec body{.iov_base = &byte, .iov_len = sizeof byte};
    msghdr message{.msg_iov = &body,
                   .msg_iovlen = 1,
                   .msg_control = control,
                   .msg_controllen = sizeof control};
    must(recvmsg(receiving, &message, MSG_DONTWAIT));
    ucred sender;
    memcpy(&sender, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof sender);
    observe("init.sender_pid", sender.pid);
    observe("init.sender_uid", sender.uid);
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
