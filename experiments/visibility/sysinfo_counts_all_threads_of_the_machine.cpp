// sysinfo() counts the threads of all PID namespaces, also those outside.
//
// The kernel has one counter of threads, for the whole machine. Init is alone
// in its PID namespace, but the counter has at least the caller and init.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside, alone
#include <sched.h>
#include <sys/sysinfo.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    struct sysinfo info;
    observe("init.pid", getpid());
    observe("init.sysinfo", outcome(sysinfo(&info)));
    observe("init.count_of_threads", info.procs);
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
