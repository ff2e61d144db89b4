// A /proc shows every reader the PID namespace of its mounter.
//
// A mount of proc always refers to the PID namespace in which its mounter was.
// The reader's namespace does not matter for the list of processes.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()────────────────▶ init     PID 1 of the new namespace
//   init   ──mount("proc")──▶ /tmp/proc       both processes see both mounts:
//                                  /proc      the caller's namespace
//                                  /tmp/proc  init's namespace
#include <sched.h>
#include <sys/mount.h>

#include <filesystem>

#include "experiments/experiment.h"

using namespace pidlab;

static std::string pids_in(const std::string& proc) {
  std::string pids;
  for (const auto& entry : std::filesystem::directory_iterator(proc)) {
    const std::string name = entry.path().filename();
    if (isdigit(name[0])) pids += (pids.empty() ? "" : " ") + name;
  }
  return pids;
}

int main() {
  // Only this process and its children see what is mounted here.
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/proc", 0755));
  const std::string caller = "/proc/" + std::to_string(getpid());

  Gate mounted, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(mount("proc", "/tmp/proc", "proc", 0, nullptr));
    observe("init.pids_in_own", pids_in("/tmp/proc"));
    observe("init.access_caller", outcome(access(caller.c_str(), F_OK)));
    mounted.open();
    finished.wait();
    _exit(0);
  }
  mounted.wait();
  observe("caller.pids_in_inits", pids_in("/tmp/proc"));
  observe("init.pid_outside", init);

  finished.open();
  must(waitpid(init, nullptr, 0));
}
