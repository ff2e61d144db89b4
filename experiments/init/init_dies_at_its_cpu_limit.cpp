// At its hard CPU limit an init is killed: the kernel's SIGKILL is forced.
//
// The same SIGKILL, sent by init to itself, is lost. What the kernel sends in
// its own name counts as coming from outside: init is protected against its
// members, not against the limits set on it.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1 of the new namespace, allows itself no time
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
    // The clock's next tick finds the limit passed. The count only bounds how
    // long a kernel that does not enforce it is given.
    for (int left = 50'000'000; left > 0; --left) getppid();
    observe("init.went_on", "past its limit");
    _exit(0);
  }

  int status;
  rusage used;
  must(wait4(init, &status, 0, &used));
  observe("init.ended", ending(status));
  observe("init.cpu_seconds", used.ru_utime.tv_sec + used.ru_stime.tv_sec);
}
