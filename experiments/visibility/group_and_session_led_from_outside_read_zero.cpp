// A process group or session led from outside reads as 0, until setsid.
//
// Membership is inherited across the border, but the leader has no number
// inside. From outside nothing is hidden. setsid makes init a leader itself.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init    PID 1 inside, in the caller's group and session
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.pgid", getpgrp());
  observe("caller.sid", getsid(0));
  Gate looked, leads, finished;
  must(unshare(CLONE_NEWPID));

  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pgid_before", getpgrp());
    observe("init.sid_before", getsid(0));
    looked.wait();
    observe("init.sid_from_setsid", setsid());
    observe("init.pgid_after", getpgrp());
    observe("init.sid_after", getsid(0));
    leads.open();
    finished.wait();
    _exit(0);
  }
  observe("init.pid_outside", init);
  observe("caller.pgid_of_init_before", getpgid(init));
  observe("caller.sid_of_init_before", getsid(init));
  looked.open();

  leads.wait();
  observe("caller.pgid_of_init_after", getpgid(init));
  observe("caller.sid_of_init_after", getsid(init));
  finished.open();
  must(waitpid(init, nullptr, 0));
}
