// A PID in forged credentials is looked up in the sender's PID namespace.
//
// With CAP_SYS_ADMIN, a sender can claim to be another process. If no process
// has the claimed PID in the sender's namespace, the error is ESRCH. Otherwise
// the receiver gets this process as the sender, with its PID translated.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   caller ──sendmsg("I am init")───────────▶ init   reads 1: its own PID
//   init   ──sendmsg("I am caller")                  ESRCH: no such PID inside
#include <sched.h>
#include <sys/socket.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  int ends[2];
  must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends));
  const Fd inner_end(ends[0]), outer_end(ends[1]);
  const int on = 1;
  must(setsockopt(inner_end, SOL_SOCKET, SO_PASSCRED, &on, sizeof on));

  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))] = {};
  char byte = 0;
  iovec body{.iov_base = &byte, .iov_len = sizeof byte};
  msghdr message{.msg_iov = &body,
                 .msg_iovlen = 1,
                 .msg_control = control,
                 .msg_controllen = sizeof control};
  cmsghdr& header = *CMSG_FIRSTHDR(&message);
  header = {CMSG_LEN(sizeof(ucred)), SOL_SOCKET, SCM_CREDENTIALS};
  ucred claimed{.pid = getpid(), .uid = getuid(), .gid = getgid()};
  Gate sent;

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    memcpy(CMSG_DATA(&header), &claimed, sizeof claimed);
    observe("init.sendmsg_as_caller", outcome(sendmsg(inner_end, &message, 0)));
    claimed.pid = getpid();
    memcpy(CMSG_DATA(&header), &claimed, sizeof claimed);
    observe("init.sendmsg_as_itself", outcome(sendmsg(inner_end, &message, 0)));

    sent.wait();
    must(recvmsg(inner_end, &message, MSG_DONTWAIT));
    memcpy(&claimed, CMSG_DATA(&header), sizeof claimed);
    observe("init.sender_pid", claimed.pid);
    _exit(0);
  }
  claimed.pid = init;
  memcpy(CMSG_DATA(&header), &claimed, sizeof claimed);
  observe("caller.sendmsg_as_init", outcome(sendmsg(outer_end, &message, 0)));
  sent.open();
  must(waitpid(init, nullptr, 0));
}
