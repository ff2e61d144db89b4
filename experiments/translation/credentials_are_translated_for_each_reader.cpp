// Receivers in two PID namespaces read different PIDs from one message.
//
// The kernel translates the sender's PID at each recvmsg, for the process that
// calls it. MSG_PEEK leaves the message in the queue for the next receiver.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──send()──▶ queue
//   init   ──recvmsg(MSG_PEEK)                       reads 1
//   caller ──recvmsg()                               reads the outer PID
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
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))];
  char byte = 0;
  iovec body{.iov_base = &byte, .iov_len = sizeof byte};
  msghdr message{.msg_iov = &body,
                 .msg_iovlen = 1,
                 .msg_control = control,
                 .msg_controllen = sizeof control};
  ucred sender;

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(send(sending, "!", 1, 0));
    must(recvmsg(receiving, &message, MSG_PEEK | MSG_DONTWAIT));
    memcpy(&sender, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof sender);
    observe("init.sender_pid", sender.pid);
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));

  must(recvmsg(receiving, &message, MSG_DONTWAIT));
  memcpy(&sender, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof sender);
  observe("caller.sender_pid", sender.pid);
}
