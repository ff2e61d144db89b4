// Since Linux 6.17, SCM_PIDFD has a pidfd even if the sender has been reaped.
//
// The sender is reaped while its message is in the queue. The kernel still
// translates its PID, but another process may have this PID by then. The pidfd
// refers only to the sender: pidfd_send_signal fails with ESRCH.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──send()──▶ queue                         then it ends
//   caller ──waitpid(init), recvmsg()                an outer PID, and a pidfd
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

constexpr int so_passpidfd = 76, scm_pidfd = 4;  // Linux 6.5

using namespace pidlab;

int main() {
  int ends[2];
  must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends));
  const Fd receiving(ends[0]), sending(ends[1]);
  const int on = 1;
  must(setsockopt(receiving, SOL_SOCKET, SO_PASSCRED, &on, sizeof on));
  observe("caller.setsockopt",
          outcome(setsockopt(receiving, SOL_SOCKET, so_passpidfd, &on, 4)));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(send(sending, "!", 1, 0));
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));

  alignas(cmsghdr) char control[128];
  char byte = 0;
  iovec body{.iov_base = &byte, .iov_len = sizeof byte};
  msghdr message{.msg_iov = &body,
                 .msg_iovlen = 1,
                 .msg_control = control,
                 .msg_controllen = sizeof control};
  must(recvmsg(receiving, &message, MSG_DONTWAIT));
  ucred sender = {.pid = -1};
  int pidfd = -1, pidfds = 0;
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part;
       part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_type == SCM_CREDENTIALS) {
      memcpy(&sender, CMSG_DATA(part), sizeof sender);
    } else if (part->cmsg_type == scm_pidfd) {
      memcpy(&pidfd, CMSG_DATA(part), sizeof pidfd);
      ++pidfds;
    }
  }
  observe("caller.sender_pid", sender.pid);
  observe("caller.count_of_pidfds", pidfds);
  observe("caller.pidfd_send_signal",
          outcome(syscall(SYS_pidfd_send_signal, pidfd, 0, nullptr, 0)));
}
