// In a cpuset, tasks leaves out processes outside the reader's PID namespace.
//
// The file has a line for each thread. A write moves the thread with this PID
// of the writer's PID namespace: a process outside is ESRCH, even if it is in
// the cpuset.
//
//   caller ──unshare(CLONE_NEWCGROUP), mount()       its cpuset is the root
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside, same cpuset
//   caller ──read(tasks)                             its own PID, that of init
//   init   ──read(tasks)                             1, and no other line
//   init   ──write(tasks)              the caller's PID: ESRCH, 1: ok
#include <sched.h>
#include <sys/mount.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

static std::string write_pid(pid_t pid) {
  const Fd tasks(must(open("/tmp/tasks", O_WRONLY | O_CLOEXEC)));
  const std::string text = std::to_string(pid);
  return outcome(write(tasks, text.data(), text.size()));
}

static int count(pid_t wanted) {
  std::ifstream tasks("/tmp/tasks");
  int lines = 0;
  for (pid_t pid; tasks >> pid;) lines += pid == wanted;
  return lines;
}

int main() {
  // In the initial cgroup namespace, this mount could create a hierarchy.
  must(unshare(CLONE_NEWCGROUP | CLONE_NEWNS | CLONE_NEWPID));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("cgroup", "/tmp", "cgroup", 0, "cpuset"));
  const pid_t caller = getpid();

  Gate seen;
  const pid_t init = must(fork());
  if (init == 0) {
    std::string pids;
    std::ifstream tasks("/tmp/tasks");
    for (std::string pid; tasks >> pid;) pids += pid + " ";
    observe("init.pids_in_tasks", pids);
    observe("init.write_callers_pid", write_pid(caller));
    observe("init.write_1", write_pid(1));
    seen.wait();
    _exit(0);
  }
  observe("caller.count_of_itself", count(caller));
  observe("caller.count_of_init", count(init));
  observe("caller.write_callers_pid", write_pid(caller));
  seen.open();
  must(waitpid(init, nullptr, 0));
}
