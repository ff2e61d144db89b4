// A PID written to cgroup.procs is looked up in the writer's PID namespace.
//
// A process outside is ESRCH, even if it is in the same cgroup. 0 is the writer
// itself.
//
//   caller ──unshare(CLONE_NEWCGROUP), mount()       its cgroup is the root
//   caller ──mkdir()                                 a cgroup below it
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside, same cgroup
//   init   ──write(cgroup.procs)                     the caller's PID: ESRCH
//   init   ──write(cgroup.procs)                     0, then 1: it moves twice
//   caller ──write(cgroup.procs)                     its own PID: ok
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

static Fd open_procs(const std::string& cgroup, int flags) {
  const std::string path = cgroup + "/cgroup.procs";
  return Fd(must(open(path.c_str(), flags | O_CLOEXEC)));
}

static std::string write_pid(const std::string& cgroup, pid_t pid) {
  const Fd procs = open_procs(cgroup, O_WRONLY);
  const std::string text = std::to_string(pid);
  return outcome(write(procs, text.data(), text.size()));
}

int main() {
  // In the initial cgroup namespace, this mount would change the options of
  // every cgroup2 mount.
  must(unshare(CLONE_NEWCGROUP | CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("cgroup2", "/tmp", "cgroup2", 0, nullptr));
  std::string group = "/tmp/pidlab.XXXXXX";
  if (!mkdtemp(group.data())) broken(strerrorname_np(errno));
  const pid_t caller = getpid();

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.write_callers_pid", write_pid("/tmp", caller));
    observe("init.write_0", write_pid(group, 0));
    char pids[64];
    const Fd procs = open_procs(group, O_RDONLY);
    const ssize_t size = must(read(procs, pids, sizeof pids));
    observe("init.pids_in_group", std::string(pids, size));
    observe("init.write_1", write_pid("/tmp", 1));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  observe("caller.write_callers_pid", write_pid("/tmp", caller));
  must(rmdir(group.c_str()));
}
