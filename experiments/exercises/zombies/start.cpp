// The init of a container: it has started one service and waits for it. ps
// lists more and more <defunct> processes.
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Called after a SIGCHLD: one or more children have ended. Returns whether the
// service is one of them. Usually it still runs, so this must not block.
static bool children_have_ended(pid_t service) {
  return must(waitpid(service, nullptr, WNOHANG)) == service;
}

// Below this line is the check. Leave it as it is.

static int zombies() {
  int count = 0;
  for (pid_t job = 4; job <= 6; ++job) count += kill(job, 0) == 0;
  return count;
}

static void await_end(pid_t child) {  // and leave it a zombie
  must(waitid(P_PID, child, nullptr, WEXITED | WNOWAIT));
}

int main() {
  Gate started, jobs_orphaned, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t service = must(fork());  // PID 2
    if (service == 0) {
      finished.wait();
      _exit(0);
    }
    started.open();
    jobs_orphaned.wait();
    for (pid_t job = 4; job <= 6; ++job) await_end(job);
    observe("init.zombies_before", zombies());
    observe("service.said", children_have_ended(service) ? "ended" : "runs");
    observe("init.zombies_after", zombies());

    finished.open();
    await_end(service);
    observe("service.said_at_end",
            children_have_ended(service) ? "ended" : "runs");
    _exit(0);
  }

  started.wait();
  const pid_t shell = must(fork());  // PID 3, as by docker exec
  if (shell == 0) {
    for (int job = 4; job <= 6; ++job) {
      if (must(fork()) == 0) _exit(0);
    }
    _exit(0);  // the jobs are orphans now
  }
  must(waitpid(shell, nullptr, 0));
  jobs_orphaned.open();
  must(waitpid(init, nullptr, 0));
}
