// A PID written to cgroup.procs is looked up in the writer's PID namespace.
//
// A process outside is ESRCH, even if it is in the same cgroup. 0 is the writer
// itself. Here each process that is found is in the cgroup already.
//
//   caller ──unshare(CLONE_NEWCGROUP), mount()       its cgroup is the root
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside, same cgroup
//   init   ──write(cgroup.procs)                     the caller's PID: ESRCH
//   caller ──write(cgroup.procs)                     its own PID: ok
#include <sched.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

static std::string write_pid(pid_t pid) {
  const Fd procs(must(open("/tmp/cgroup.procs", O_WRONLY | O_CLOEXEC)));
  const std::string text = std::to_string(pid);
  return outcome(write(procs, text.data(), text.size()));
}

int main() {
  // In the initial cgroup namespace, this mount would change the options of
  // every cgroup2 mount.
  must(unshare(CLONE_NEWCGROUP | CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("cgroup2", "/tmp", "cgroup2", 0, nullptr));
  const pid_t caller = getpid();

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.write_callers_pid", write_pid(caller));
    observe("init.write_1", write_pid(1));
    observe("init.write_0", write_pid(0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  observe("caller.write_callers_pid", write_pid(caller));
}
