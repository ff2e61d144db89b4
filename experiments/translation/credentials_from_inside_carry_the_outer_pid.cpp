// SCM_CREDENTIALS from inside gives the outer PID to a receiver outside.
//
// The queued message refers to the sender's struct pid, and not to one of its
// PIDs. The kernel translates it when the message is received, to the sender's
// PID in the receiver's namespace.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──send()─────────────────────────▶ caller reads the outer PID
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

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    must(send(sending, "!", 1, 0));
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));  // the message waits in the queue

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
  observe("caller.sender_pid", sender.pid);
  observe("caller.sender_uid", sender.uid);
}
