// A signal to a process group has the right si_pid for each member (Linux 7.2).
//
// kill(-group) sends one siginfo to each member. Older kernels set si_pid to 0
// in it for a member inside, and the next member, outside, gets this 0 as well.
//
//   caller ──fork()─────────────────────────▶ outer   leads the group
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   caller ──setpgid(init, group)                     the last member to join
//   caller ──kill(-group)─▶ init, outer               in this order
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static sigset_t usr1;

static void observe_signal(const std::string& actor) {
  siginfo_t info;
  const timespec at_once = {};
  must(sigtimedwait(&usr1, &info, &at_once));
  observe(actor + ".si_code", info.si_code);
  observe(actor + ".si_pid", info.si_pid);
}

int main() {
  must(sigemptyset(&usr1));
  must(sigaddset(&usr1, SIGUSR1));
  must(sigprocmask(SIG_BLOCK, &usr1, nullptr));
  observe("caller.pid", getpid());
  Gate sent;

  const pid_t outer = must(fork());
  if (outer == 0) {
    sent.wait();
    observe_signal("outer");
    _exit(0);
  }
  must(setpgid(outer, 0));
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    sent.wait();
    observe_signal("init");
    _exit(0);
  }
  must(setpgid(init, outer));

  must(kill(-outer, SIGUSR1));
  sent.open(2);
  must(waitpid(outer, nullptr, 0));
  must(waitpid(init, nullptr, 0));
}
