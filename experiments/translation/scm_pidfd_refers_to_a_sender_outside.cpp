// With SO_PASSPIDFD, a receiver inside gets a pidfd of a sender outside.
//
// The kernel takes the PID and the pidfd from the same struct pid. The PID is 0
// inside, but the pidfd refers to the sender. A signal through it fails with
// EINVAL, as it does for every process outside.
//
//   caller ──send()──▶ queue
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──recvmsg()                               PID 0, pidfd of caller
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
  must(send(sending, "!", 1, 0));

  struct stat file = {};  // the inode of a pidfd identifies its process
  const Fd own(must(syscall(SYS_pidfd_open, getpid(), 0)));
  must(fstat(own, &file));
  observe("caller.inode_of_pidfd", file.st_ino);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    alignas(cmsghdr) char control[128];
    char byte = 0;
    iovec body{.iov_base = &byte, .iov_len = sizeof byte};
    msghdr message{.msg_iov = &body,
                   .msg_iovlen = 1,
                   .msg_control = control,
                   .msg_controllen = sizeof control};
    must(recvmsg(receiving, &message, MSG_DONTWAIT));
    ucred sender = {.pid = -1};
    int pidfd = -1;
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part;
         part = CMSG_NXTHDR(&message, part)) {
      if (part->cmsg_type == SCM_CREDENTIALS) {
        memcpy(&sender, CMSG_DATA(part), sizeof sender);
      } else if (part->cmsg_type == scm_pidfd) {
        memcpy(&pidfd, CMSG_DATA(part), sizeof pidfd);
      }
    }
    observe("init.sender_pid", sender.pid);
    file = {};
    observe("init.fstat", outcome(fstat(pidfd, &file)));
    observe("init.inode_of_pidfd", file.st_ino);
    observe("init.pidfd_send_signal",
            outcome(syscall(SYS_pidfd_send_signal, pidfd, 0, nullptr, 0)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
