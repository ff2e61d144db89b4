// When init reaches its hard RLIMIT_CPU, the kernel kills it with SIGKILL.
//
// If init sends SIGKILL to itself, the kernel discards it. A SIGKILL that the
// kernel sends is forced, like one from an ancestor. So init is protected from
// the members of its namespace, but not from this limit.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1 of the new namespace, sets RLIMIT_CPU to 0
#include <sched.h>
#include <sys/resource.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.kill_self", outcome(kill(getpid(), SIGKILL)));

    const rlimit none{.rlim_cur = 0, .rlim_max = 0};  // seconds
    must(setrlimit(RLIMIT_CPU, &none));
    // The kernel checks the limit at the next clock tick. The alarm ends the
    // loop on a kernel that does not enforce the limit.
    must(signal(SIGALRM, [](int) {
      observe("init.went_on", "past its limit");
      _exit(0);
    }));
    alarm(5);
    for (;;) getppid();
  }

  int status;
  rusage used;
  must(wait4(init, &status, 0, &used));
  observe("init.ended", ending(status));
  observe("init.cpu_seconds", used.ru_utime.tv_sec + used.ru_stime.tv_sec);
}
