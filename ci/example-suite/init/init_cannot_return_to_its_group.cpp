// An init that has left a process group outside cannot join it again: EPERM.
//
//   caller ──fork() after unshare(CLONE_NEWPID)─▶ init
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const pid_t group = getpgrp();
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pgid_before", getpgrp());
    observe("init.setpgid_to_own", outcome(setpgid(0, 0)));
    observe("init.pgid_after", getpgrp());
    observe("init.setpgid_back", outcome(setpgid(0, group)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
