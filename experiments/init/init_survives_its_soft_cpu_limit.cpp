// SIGXCPU at the soft RLIMIT_CPU does not kill an init that has no handler.
//
// At the soft limit, the kernel sends SIGXCPU and raises the limit by a second.
// The signal kills an ordinary process. It is forced, but only SIGKILL and
// SIGSTOP reach an init by force, so an init runs on to its hard limit.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   init   ──fork()──▶ member    PID 2; both reach their soft limit
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <ctime>

#include "experiments/experiment.h"

using namespace pidlab;

// Returns the soft limit, in seconds, after the kernel has raised it. A kernel
// that does not enforce the limit does not raise it: the loop ends as well.
static long reach_soft_limit() {
  rlimit limit;
  must(getrlimit(RLIMIT_CPU, &limit));
  limit.rlim_cur = 0;
  must(setrlimit(RLIMIT_CPU, &limit));
  while (limit.rlim_cur == 0 && clock() < 5 * CLOCKS_PER_SEC) {
    must(getrlimit(RLIMIT_CPU, &limit));
  }
  return limit.rlim_cur;
}

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(prctl(PR_SET_DUMPABLE, 0));  // leave no core file behind
    must(signal(SIGXCPU, SIG_DFL));   // it may have inherited SIG_IGN
    const pid_t member = must(fork());
    if (member == 0) {
      observe("member.rlimit_cpu", reach_soft_limit());
      _exit(0);
    }
    int status;
    must(waitpid(member, &status, 0));
    observe("member.ended", ending(status));

    observe("init.rlimit_cpu", reach_soft_limit());
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
