// A group signal by a pidfd has the right si_pid for each member (Linux 7.2).
//
// pidfd_send_signal sends one siginfo to each member. Older kernels set si_pid
// to 0 in it for a member inside, and the next member, outside, gets this 0.
//
//   caller ──fork()─────────────────────────▶ outer   leads the group
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   caller ──setpgid(init, group)                     the last member to join
//   caller ──pidfd_send_signal(pidfd of outer, PIDFD_SIGNAL_PROCESS_GROUP)
//              └─▶ init, outer                        in this order
#include <sched.h>
#include <sys/syscall.h>

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
  constexpr unsigned process_group = 1 << 2;  // PIDFD_SIGNAL_PROCESS_GROUP, 6.9
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

  const Fd leader(must(syscall(SYS_pidfd_open, outer, 0)));
  must(syscall(SYS_pidfd_send_signal, int(leader), SIGUSR1, nullptr,
               process_group));
  sent.open(2);
  must(waitpid(outer, nullptr, 0));
  must(waitpid(init, nullptr, 0));
}
