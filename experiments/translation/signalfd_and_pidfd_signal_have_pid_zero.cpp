// A signal sent by a pidfd from outside has PID 0 in siginfo and in signalfd.
//
// pidfd_send_signal without a siginfo is like kill: the sender's PID is
// translated for the receiver. signalfd(2) reports the same siginfo.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   caller ──pidfd_send_signal(), twice────▶ init     0 and 0
//   init   ──fork()────────────────────────▶ child    PID 2
//   child  ──pidfd_send_signal(), twice────▶ init     2 and 2
#include <sched.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void send_both(pid_t pid) {
  const Fd pidfd(must(syscall(SYS_pidfd_open, pid, 0)));
  must(syscall(SYS_pidfd_send_signal, pidfd.operator int(), SIGUSR1, 0, 0));
  must(syscall(SYS_pidfd_send_signal, pidfd.operator int(), SIGUSR2, 0, 0));
}

int main() {
  sigset_t usr1, usr2, both;
  must(sigemptyset(&usr1));
  must(sigaddset(&usr1, SIGUSR1));
  must(sigemptyset(&usr2));
  must(sigaddset(&usr2, SIGUSR2));
  must(sigorset(&both, &usr1, &usr2));
  must(sigprocmask(SIG_BLOCK, &both, nullptr));
  const timespec at_once = {};
  Gate sent;

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd signals(must(signalfd(-1, &usr2, SFD_CLOEXEC | SFD_NONBLOCK)));
    for (const std::string sender : {"caller", "child"}) {
      if (sender == "caller") {
        sent.wait();
      } else {
        const pid_t child = must(fork());
        if (child == 0) send_both(1), _exit(0);
        must(waitpid(child, nullptr, 0));
      }
      siginfo_t info;
      signalfd_siginfo record;
      must(sigtimedwait(&usr1, &info, &at_once));
      must(read(signals, &record, sizeof record));
      observe("init.si_code_from_" + sender, info.si_code);
      observe("init.si_pid_from_" + sender, info.si_pid);
      observe("init.sender_pid_in_signalfd_from_" + sender, record.ssi_pid);
    }
    _exit(0);
  }
  send_both(init);
  sent.open();
  must(waitpid(init, nullptr, 0));
}
