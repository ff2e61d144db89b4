// SCM_CREDENTIALS from a sender in a sibling PID namespace gives PID 0.
//
// Neither namespace is an ancestor of the other, so neither process has a PID
// in the other's namespace. Each of them has PID 1 in its own.
//
//   caller ──clone3(CLONE_NEWPID)──▶ left     PID 1 of one namespace
//   caller ──clone3(CLONE_NEWPID)──▶ right    PID 1 of another
//   left   ◀──send(), recvmsg()────▶ right    each reads PID 0
#include <linux/sched.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  int ends[2];
  must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends));
  const Fd left_end(ends[0]), right_end(ends[1]);
  const int on = 1;
  must(setsockopt(left_end, SOL_SOCKET, SO_PASSCRED, &on, sizeof on));
  must(setsockopt(right_end, SOL_SOCKET, SO_PASSCRED, &on, sizeof on));
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))];
  char byte = 0;
  iovec body{.iov_base = &byte, .iov_len = sizeof byte};
  msghdr message{.msg_iov = &body,
                 .msg_iovlen = 1,
                 .msg_control = control,
                 .msg_controllen = sizeof control};
  ucred sender;
  Gate left_sent, right_sent;

  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t left = must(syscall(SYS_clone3, &args, sizeof args));
  if (left == 0) {
    observe("left.pid", getpid());
    must(send(left_end, "!", 1, 0));
    left_sent.open();
    right_sent.wait();
    must(recvmsg(left_end, &message, MSG_DONTWAIT));
    memcpy(&sender, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof sender);
    observe("left.sender_pid", sender.pid);
    _exit(0);
  }

  const pid_t right = must(syscall(SYS_clone3, &args, sizeof args));
  if (right == 0) {
    observe("right.pid", getpid());
    left_sent.wait();
    must(recvmsg(right_end, &message, MSG_DONTWAIT));
    memcpy(&sender, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof sender);
    observe("right.sender_pid", sender.pid);
    must(send(right_end, "!", 1, 0));
    right_sent.open();
    _exit(0);
  }
  must(waitpid(right, nullptr, 0));
  must(waitpid(left, nullptr, 0));
}
