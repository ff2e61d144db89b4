// A child in a new PID namespace inherits a copy of the resource limits.
//
// A resource limit belongs to a process, not to a PID namespace. A limit that
// prlimit(1) sets before unshare(1) is in force inside. A change inside does
// not affect the parent.
//
//   caller ──setrlimit, unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init    PID 1 inside
#include <sched.h>
#include <sys/resource.h>

#include <algorithm>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  rlimit files, processes, locks;
  must(getrlimit(RLIMIT_NOFILE, &files));
  must(getrlimit(RLIMIT_NPROC, &processes));
  must(getrlimit(RLIMIT_LOCKS, &locks));
  files.rlim_cur = std::min<rlim_t>(256, files.rlim_max);
  processes.rlim_cur = std::min<rlim_t>(512, processes.rlim_max);
  locks.rlim_cur = std::min<rlim_t>(32, locks.rlim_max);
  must(setrlimit(RLIMIT_NOFILE, &files));
  must(setrlimit(RLIMIT_NPROC, &processes));
  observe("caller.setrlimit_locks", outcome(setrlimit(RLIMIT_LOCKS, &locks)));
  observe("caller.rlimit_nofile", files.rlim_cur);
  observe("caller.rlimit_nproc", processes.rlim_cur);
  observe("caller.rlimit_locks", locks.rlim_cur);
  must(unshare(CLONE_NEWPID));

  const pid_t init = must(fork());
  if (init == 0) {
    must(getrlimit(RLIMIT_NOFILE, &files));
    must(getrlimit(RLIMIT_NPROC, &processes));
    must(getrlimit(RLIMIT_LOCKS, &locks));
    observe("init.rlimit_nofile", files.rlim_cur);
    observe("init.rlimit_nproc", processes.rlim_cur);
    observe("init.rlimit_locks", long(locks.rlim_cur));
    files.rlim_cur = 100;
    observe("init.setrlimit", outcome(setrlimit(RLIMIT_NOFILE, &files)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  must(getrlimit(RLIMIT_NOFILE, &files));
  observe("caller.rlimit_nofile_after", files.rlim_cur);
}
