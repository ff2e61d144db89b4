// tkill, F_SETOWN_EX and SIOCSPGRP cannot name a receiver outside: ESRCH.
//
// tkill and rt_tgsigqueueinfo send a signal at once. The others choose which
// process or group gets SIGIO or SIGURG later. All of them look up the PID in
// the caller's PID namespace.
//
//   caller ──fork()──▶ bystander    outside, leads a process group
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside
//   init   ──all the calls──▶ bystander    ESRCH; from caller they succeed
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void call_all(const std::string& actor, pid_t pid) {
  constexpr int check = 0;  // signal 0: only the lookup
  siginfo_t info = {};
  info.si_code = SI_QUEUE;
  observe(actor + ".tkill", outcome(syscall(SYS_tkill, pid, check)));
  observe(actor + ".rt_tgsigqueueinfo",
          outcome(syscall(SYS_rt_tgsigqueueinfo, pid, pid, check, &info)));

  const Fd socket(must(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)));
  const int group = -pid;
  f_owner_ex owner{F_OWNER_TID, pid};
  observe(actor + ".fcntl_setown_group",
          outcome(fcntl(socket, F_SETOWN, -pid)));
  observe(actor + ".fcntl_setown_ex_tid",
          outcome(fcntl(socket, F_SETOWN_EX, &owner)));
  owner.type = F_OWNER_PID;
  observe(actor + ".fcntl_setown_ex_pid",
          outcome(fcntl(socket, F_SETOWN_EX, &owner)));
  owner.type = F_OWNER_PGRP;
  observe(actor + ".fcntl_setown_ex_pgrp",
          outcome(fcntl(socket, F_SETOWN_EX, &owner)));
  observe(actor + ".ioctl_fiosetown", outcome(ioctl(socket, FIOSETOWN, &pid)));
  observe(actor + ".ioctl_siocspgrp",
          outcome(ioctl(socket, SIOCSPGRP, &group)));
}

int main() {
  Gate finished;
  const pid_t bystander = must(fork());
  if (bystander == 0) finished.wait(), _exit(0);
  must(setpgid(bystander, 0));
  call_all("caller", bystander);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    call_all("init", bystander);
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  finished.open();
  must(waitpid(bystander, nullptr, 0));
}
