// A parent-death signal has si_pid 0 in init; in a member, the parent's PID.
//
// The sender of the signal is the parent that ends. A parent inside has a PID
// for the receiver. The parent of init is outside and has none.
//
//   caller ──fork()──▶ outer ──unshare(CLONE_NEWPID)
//   outer  ──fork()──▶ init        PID 1; outer ends
//   init   ──fork()──▶ mother      PID 2
//   mother ──fork()──▶ child       PID 3; mother ends
#include <sched.h>
#include <sys/prctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  sigset_t usr1;
  must(sigemptyset(&usr1));
  must(sigaddset(&usr1, SIGUSR1));
  must(sigprocmask(SIG_BLOCK, &usr1, nullptr));
  const auto observe_signal = [&](const std::string& who) {
    siginfo_t info;
    must(sigwaitinfo(&usr1, &info));
    observe(who + ".si_code", info.si_code);
    observe(who + ".si_pid", info.si_pid);
  };

  must(prctl(PR_SET_CHILD_SUBREAPER, 1));
  const pid_t outer = must(fork());
  if (outer == 0) {
    must(unshare(CLONE_NEWPID));
    Gate listening;
    if (must(fork()) != 0) {
      listening.wait();
      _exit(0);
    }
    must(prctl(PR_SET_PDEATHSIG, SIGUSR1));
    listening.open();
    observe_signal("init");

    Gate ready;
    const pid_t mother = must(fork());
    if (mother == 0) {
      if (must(fork()) != 0) {
        ready.wait();
        _exit(0);
      }
      must(prctl(PR_SET_PDEATHSIG, SIGUSR1));
      ready.open();
      observe_signal("child");
      _exit(0);
    }
    must(waitpid(mother, nullptr, 0));
    must(wait(nullptr));  // child
    _exit(0);
  }
  must(waitpid(outer, nullptr, 0));
  int status;
  must(wait(&status));  // init
  observe("init.ended", ending(status));
}
