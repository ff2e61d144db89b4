// Without CAP_SYS_ADMIN, SCM_CREDENTIALS with another PID fails with EPERM.
//
// The kernel checks for the capability in the user namespace that owns the
// sender's PID namespace. It looks the PID up only after this check, so the
// error does not show whether a process has the PID.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──fork()─────────────────────────▶ child  PID 2
//   child  ──capset(none)
//   child  ──sendmsg("I am 2")                       its own PID
//   child  ──sendmsg("I am 1"), sendmsg("I am 3")    EPERM
#include <linux/capability.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  int ends[2];
  must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends));
  const Fd receiving(ends[0]), sending(ends[1]);

  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))] = {};
  char byte = 0;
  iovec body{.iov_base = &byte, .iov_len = sizeof byte};
  msghdr message{.msg_iov = &body,
                 .msg_iovlen = 1,
                 .msg_control = control,
                 .msg_controllen = sizeof control};
  cmsghdr& header = *CMSG_FIRSTHDR(&message);
  header = {CMSG_LEN(sizeof(ucred)), SOL_SOCKET, SCM_CREDENTIALS};
  ucred claimed{.pid = 1, .uid = getuid(), .gid = getgid()};

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t child = must(fork());
    if (child == 0) {
      __user_cap_header_struct version{.version = _LINUX_CAPABILITY_VERSION_3};
      __user_cap_data_struct none[2] = {};
      must(syscall(SYS_capset, &version, none));

      claimed.pid = getpid();
      memcpy(CMSG_DATA(&header), &claimed, sizeof claimed);
      observe("child.sendmsg_as_itself",
              outcome(sendmsg(sending, &message, 0)));
      claimed.pid = 1;
      memcpy(CMSG_DATA(&header), &claimed, sizeof claimed);
      observe("child.sendmsg_as_init", outcome(sendmsg(sending, &message, 0)));
      claimed.pid = 3;
      memcpy(CMSG_DATA(&header), &claimed, sizeof claimed);
      observe("child.sendmsg_as_nobody",
              outcome(sendmsg(sending, &message, 0)));
      _exit(0);
    }
    must(waitpid(child, nullptr, 0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
