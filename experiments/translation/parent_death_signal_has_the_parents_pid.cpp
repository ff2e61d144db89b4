// PR_SET_PDEATHSIG: si_pid is the parent's PID, or 0 for a parent outside.
//
// The kernel sends the signal while the parent exits. It is sent in the same
// way as kill(2) by the parent.
//
//   caller ──fork()────────▶ outer    the parent outside
//   outer  ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──fork()────────▶ inner    the parent inside, PID 2
//   inner  ──fork()────────▶ child    PID 3
//   inner  ──exit──▶ child gets SIGUSR1; outer exits: init gets SIGUSR1
#include <sched.h>
#include <sys/prctl.h>

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
  must(prctl(PR_SET_CHILD_SUBREAPER, 1));  // the caller adopts init

  Gate child_asked, init_asked, inner_ended, outer_ended;
  const pid_t outer = must(fork());
  if (outer == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init != 0) init_asked.wait(), _exit(0);

    const pid_t inner = must(fork());
    if (inner == 0) {
      const pid_t child = must(fork());
      if (child != 0) child_asked.wait(), _exit(0);
      must(prctl(PR_SET_PDEATHSIG, SIGUSR1));
      child_asked.open();
      inner_ended.wait();
      observe_signal("child");
      _exit(0);
    }
    must(waitpid(inner, nullptr, 0));
    inner_ended.open();
    must(waitpid(-1, nullptr, 0));  // child, which init has adopted

    must(prctl(PR_SET_PDEATHSIG, SIGUSR1));
    init_asked.open();
    outer_ended.wait();
    observe_signal("init");
    _exit(0);
  }
  must(waitpid(outer, nullptr, 0));
  outer_ended.open();
  must(waitpid(-1, nullptr, 0));
}
