// The si_pid that rt_sigqueueinfo(2) claims arrives as 0 if it is from outside.
//
// rt_sigqueueinfo(2) lets its caller write the siginfo_t, with any si_pid. The
// kernel passes it on inside a PID namespace. From a process outside, where
// the number means something else, the kernel replaces it by 0.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                                PID 1
//   caller ──rt_sigqueueinfo()──▶ init
//   caller ──fork()──▶ member ──rt_sigqueueinfo()──▶ init  PID 2
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  sigset_t both;
  must(sigemptyset(&both));
  must(sigaddset(&both, SIGUSR1));
  must(sigaddset(&both, SIGUSR2));
  must(sigprocmask(SIG_BLOCK, &both, nullptr));

  Gate sent;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    sent.wait();
    const timespec at_once{};
    siginfo_t info;  // the lower signal, SIGUSR1, comes first
    must(sigtimedwait(&both, &info, &at_once));
    observe("init.si_pid_from_caller", info.si_pid);
    observe("init.si_code_from_caller", info.si_code);
    must(sigtimedwait(&both, &info, &at_once));
    observe("init.si_pid_from_member", info.si_pid);
    observe("init.si_code_from_member", info.si_code);
    _exit(0);
  }

  siginfo_t info{};
  info.si_code = SI_QUEUE;
  info.si_pid = 4242;
  observe("caller.rt_sigqueueinfo",
          outcome(syscall(SYS_rt_sigqueueinfo, init, SIGUSR1, &info)));
  const pid_t member = must(fork());
  if (member == 0) {
    if (getpid() != 2) broken("PID 1 is not the init that was made here");
    observe("member.rt_sigqueueinfo",
            outcome(syscall(SYS_rt_sigqueueinfo, 1, SIGUSR2, &info)));
    _exit(0);
  }
  must(waitpid(member, nullptr, 0));
  sent.open();

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
