// With si_code SI_TIMER or SI_SIGIO, a sender outside can claim any si_pid.
//
// As sigqueue_claim_is_replaced_across_the_border. The siginfo of a timer or of
// SIGIO has no si_pid, so the kernel translates nothing. The receiver reads the
// bytes that the sender wrote.
//
//   caller ──unshare(CLONE_NEWPID), fork()───────────▶ init    PID 1 inside
//   caller ──rt_sigqueueinfo(SI_TIMER), claims 4242──▶ init    si_pid 4242
//   caller ──rt_sigqueueinfo(SI_SIGIO), claims 4242──▶ init    si_pid 4242
//   caller ──rt_sigqueueinfo(SI_QUEUE), claims 4242──▶ init    si_pid 0
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const struct {
    int signal, code;
    const char* from;
  } claims[] = {{SIGUSR1, SI_TIMER, "si_timer"},
                {SIGUSR2, SI_SIGIO, "si_sigio"},
                {SIGTERM, SI_QUEUE, "si_queue"}};
  sigset_t signals;
  must(sigemptyset(&signals));
  for (const auto& claim : claims) must(sigaddset(&signals, claim.signal));
  must(sigprocmask(SIG_BLOCK, &signals, nullptr));
  Gate sent;

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    sent.wait();
    for (const auto& claim : claims) {
      sigset_t one;
      must(sigemptyset(&one));
      must(sigaddset(&one, claim.signal));
      const timespec at_once = {};
      siginfo_t info;
      must(sigtimedwait(&one, &info, &at_once));
      const std::string from = claim.from;
      observe("init.si_code_from_" + from, info.si_code);
      observe("init.si_pid_from_" + from, info.si_pid);
    }
    _exit(0);
  }
  for (const auto& claim : claims) {
    siginfo_t info = {};
    info.si_code = claim.code;
    info.si_pid = 4242;
    must(syscall(SYS_rt_sigqueueinfo, init, claim.signal, &info));
  }
  sent.open();
  must(waitpid(init, nullptr, 0));
}
