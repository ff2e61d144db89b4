// F_GETOWN gives 0 for an owner outside, but SIGIO still reaches the owner.
//
// The open file refers to the owner's struct pid. F_GETOWN translates it to a
// PID, and the owner has none inside. To send the signal, the kernel does not
// need a PID.
//
//   caller ──F_SETOWN(itself), O_ASYNC
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──F_GETOWN, ioctl(SIOCGPGRP)              0
//   init   ──write()──▶ socket ──SIGIO──▶ caller
#include <linux/sockios.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// The fcntl() of glibc calls F_GETOWN_EX for F_GETOWN.
static long getown(int file) {
  return must(syscall(SYS_fcntl, file, F_GETOWN));
}

int main() {
  sigset_t sigio;
  must(sigemptyset(&sigio));
  must(sigaddset(&sigio, SIGIO));
  must(sigprocmask(SIG_BLOCK, &sigio, nullptr));
  const timespec at_once = {};

  int ends[2];
  must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
  const Fd reading(ends[0]), writing(ends[1]);
  must(fcntl(reading, F_SETOWN, getpid()));
  must(fcntl(reading, F_SETFL, O_ASYNC));
  observe("caller.pid", getpid());
  observe("caller.sigio_owner", getown(reading));
  f_owner_ex own;
  must(fcntl(reading, F_GETOWN_EX, &own));
  observe("caller.sigio_owner_by_getown_ex", own.pid);
  pid_t owner_by_ioctl;
  must(ioctl(reading, SIOCGPGRP, &owner_by_ioctl));
  observe("caller.sigio_owner_by_siocgpgrp", owner_by_ioctl);
  observe("caller.sigtimedwait_before",
          outcome(sigtimedwait(&sigio, nullptr, &at_once)));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.sigio_owner", getown(reading));
    f_owner_ex owner;
    must(fcntl(reading, F_GETOWN_EX, &owner));
    observe("init.sigio_owner_by_getown_ex", owner.pid);
    must(ioctl(reading, SIOCGPGRP, &owner_by_ioctl));
    observe("init.sigio_owner_by_siocgpgrp", owner_by_ioctl);
    must(write(writing, "!", 1));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  observe("caller.sigtimedwait_after",
          outcome(sigtimedwait(&sigio, nullptr, &at_once)));
}
