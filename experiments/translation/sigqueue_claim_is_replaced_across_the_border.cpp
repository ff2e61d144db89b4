// With SI_QUEUE, a sender can claim any si_pid, but from outside it is 0.
//
// With rt_sigqueueinfo(2), the sender fills in the siginfo. For SI_QUEUE the
// kernel keeps it, unless the sender has no PID in the receiver's namespace.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   caller ──rt_sigqueueinfo(), claims 4242──▶ init   si_pid 0
//   init   ──fork()─────────────────────────▶ child   PID 2
//   child  ──rt_sigqueueinfo(), claims 4242──▶ init   si_pid 4242
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  sigset_t usr1;
  must(sigemptyset(&usr1));
  must(sigaddset(&usr1, SIGUSR1));
  must(sigprocmask(SIG_BLOCK, &usr1, nullptr));
  const timespec at_once = {};
  siginfo_t claim = {};
  claim.si_code = SI_QUEUE;
  claim.si_pid = 4242;
  Gate sent;

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    siginfo_t info;
    sent.wait();
    must(sigtimedwait(&usr1, &info, &at_once));
    observe("init.si_code_from_caller", info.si_code);
    observe("init.si_pid_from_caller", info.si_pid);

    const pid_t child = must(fork());
    if (child == 0) {
      must(syscall(SYS_rt_sigqueueinfo, 1, SIGUSR1, &claim));
      _exit(0);
    }
    must(waitpid(child, nullptr, 0));
    must(sigtimedwait(&usr1, &info, &at_once));
    observe("init.si_code_from_child", info.si_code);
    observe("init.si_pid_from_child", info.si_pid);
    _exit(0);
  }
  must(syscall(SYS_rt_sigqueueinfo, init, SIGUSR1, &claim));
  sent.open();
  must(waitpid(init, nullptr, 0));
}
