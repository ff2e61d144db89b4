// In cgroup v2, cgroup.procs shows a process outside the PID namespace as 0.
//
// A cgroup can contain processes of any PID namespace. cgroup v2 translates
// their PIDs for the reader. A process that has no PID there has a line, too.
//
//   caller ──unshare(CLONE_NEWCGROUP), mount()       its cgroup is the root
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside, same cgroup
//   caller ──read(cgroup.procs)                      its own PID
//   init   ──read(cgroup.procs)                      1, and 0 for caller
#include <sched.h>
#include <sys/mount.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // In the initial cgroup namespace, this mount would change the options of
  // every cgroup2 mount.
  must(unshare(CLONE_NEWCGROUP | CLONE_NEWNS | CLONE_NEWPID));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("cgroup2", "/tmp", "cgroup2", 0, nullptr));

  const pid_t init = must(fork());
  const std::string reader = init == 0 ? "init" : "caller";
  std::ifstream members("/tmp/cgroup.procs");
  int zeros = 0, own = 0;
  for (int pid; members >> pid;) {
    zeros += pid == 0;
    own += pid == getpid();
  }
  observe(reader + ".count_of_zeros", zeros);
  observe(reader + ".count_of_itself", own);
  if (init == 0) _exit(0);
  must(waitpid(init, nullptr, 0));
}
