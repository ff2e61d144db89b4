// In cgroup v1, cgroup.procs leaves out processes outside the PID namespace.
//
// cgroup v1 makes a list of the PIDs in the reader's namespace, without the
// processes that have no PID there. cgroup v2 shows such a process as 0.
//
//   caller ──unshare(CLONE_NEWCGROUP), mount()       its cgroup is the root
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside, same cgroup
//   caller ──read(cgroup.procs)                      its own PID
//   init   ──read(cgroup.procs)                      1, and no other line
#include <sched.h>
#include <sys/mount.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // In the initial cgroup namespace, this mount could create a hierarchy.
  must(unshare(CLONE_NEWCGROUP | CLONE_NEWNS | CLONE_NEWPID));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("cgroup", "/tmp", "cgroup", 0, "pids"));

  const pid_t init = must(fork());
  const std::string reader = init == 0 ? "init" : "caller";
  std::ifstream members("/tmp/cgroup.procs");
  int zeros = 0, own = 0, others = 0;
  for (int pid; members >> pid;) {
    zeros += pid == 0;
    own += pid == getpid();
    others += pid != 0 && pid != getpid();
  }
  observe(reader + ".count_of_zeros", zeros);
  observe(reader + ".count_of_itself", own);
  if (init == 0) {
    observe("init.count_of_others", others);
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
