// getpgrp() and getsid() return 0 while the leader is outside.
//
// A child inherits its process group and its session, but their leader has no
// PID inside. For the caller, which is outside, both IDs are unchanged.
// setsid() makes init the leader of a new session and a new process group.
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
