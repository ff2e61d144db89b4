// kill() cannot name the process group that init leads: -1 means all members.
//
// If init leads a process group, the PGID is 1. kill(-PGID) is then kill(-1),
// which signals every other member, in all process groups. kill(-2) signals
// group 2 only. SIGURG does no harm if a wrong kernel sends it to all: a
// process ignores it by default. Here each process blocks it.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                   PID 1, leads process group 1
//   init   ──fork()──▶ stranger               PID 2, leads process group 2
//   init   ──fork()──▶ spared                 PID 3, leads process group 3
//   init   ──kill(-2, SIGTERM), kill(-1, SIGURG)
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t outside = ns_inode("/proc/self/ns/pid");
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // In the wrong namespace, a call below would signal every process.
    if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == outside) {
      broken("not in a PID namespace of its own");
    }
    must(setsid());
    sigset_t urg;
    must(sigemptyset(&urg));
    must(sigaddset(&urg, SIGURG));
    must(sigprocmask(SIG_BLOCK, &urg, nullptr));
    const timespec at_once = {};
    Gate sent;
    const auto lead_a_group = [&] {
      const pid_t leader = must(fork());
      if (leader == 0) {
        must(signal(SIGTERM, SIG_DFL));
        sent.wait();
        observe("spared.sigtimedwait",
                outcome(sigtimedwait(&urg, nullptr, &at_once)));
        _exit(0);
      }
      must(setpgid(leader, 0));
      return leader;
    };
    const pid_t stranger = lead_a_group(), spared = lead_a_group();

    observe("init.kill_group_2", outcome(kill(-stranger, SIGTERM)));
    int status;
    must(waitpid(stranger, &status, 0));
    observe("stranger.ended", ending(status));

    observe("init.pgid", getpgrp());
    observe("init.kill_own_group", outcome(kill(-getpgrp(), SIGURG)));
    observe("init.sigtimedwait",
            outcome(sigtimedwait(&urg, nullptr, &at_once)));
    sent.open();
    must(waitpid(spared, nullptr, 0));
    _exit(0);
  }
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
