// With si_code SI_KERNEL in rt_sigqueueinfo(2), init kills itself by SIGKILL.
//
// The kernel forces a signal with the code SI_KERNEL, because its own signals
// have this code. rt_sigqueueinfo(2) accepts it only if a process sends the
// signal to itself. With another code, init discards its own SIGKILL.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init     PID 1 of the new namespace
//   init   ──fork()──▶ member   PID 2
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const auto sigqueue_kill = [](int si_code) {
      siginfo_t info{};
      info.si_code = si_code;
      return syscall(SYS_rt_sigqueueinfo, 1, SIGKILL, &info);
    };
    const pid_t member = must(fork());
    if (member == 0) {
      observe("member.rt_sigqueueinfo_queue", outcome(sigqueue_kill(SI_QUEUE)));
      observe("member.rt_sigqueueinfo_kernel",
              outcome(sigqueue_kill(SI_KERNEL)));
      _exit(0);
    }
    must(waitpid(member, nullptr, 0));

    observe("init.rt_sigqueueinfo_queue", outcome(sigqueue_kill(SI_QUEUE)));
    observe("init.rt_sigqueueinfo_user", outcome(sigqueue_kill(SI_USER)));
    observe("init.rt_sigqueueinfo_kernel", outcome(sigqueue_kill(SI_KERNEL)));
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
