// A /proc mounted with subset=pid has only the entries of processes.
//
// The other entries are missing, such as meminfo and sys; only self and
// thread-self remain. A container can list its processes, but it cannot read or
// set anything else of the kernel in this /proc.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()─────────────────────────▶ init   PID 1
//   init   ──mount("proc")──────────────▶ /tmp/whole
//   init   ──mount("proc", "subset=pid")▶ /tmp/pids
#include <sched.h>
#include <sys/mount.h>

#include <filesystem>

#include "experiments/experiment.h"

using namespace pidlab;

// The number of entries that are not processes.
static int others_in(const std::string& proc) {
  int others = 0;
  for (const auto& entry : std::filesystem::directory_iterator(proc)) {
    if (!isdigit(entry.path().filename().string()[0])) ++others;
  }
  return others;
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/whole", 0755));
  must(mkdir("/tmp/pids", 0755));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(mount("proc", "/tmp/whole", "proc", 0, nullptr));
    observe("init.mount",
            outcome(mount("proc", "/tmp/pids", "proc", 0, "subset=pid")));
    for (const std::string name : {"1", "self", "sys", "meminfo", "mounts"}) {
      const std::string in_whole = "/tmp/whole/" + name;
      const std::string in_pids = "/tmp/pids/" + name;
      observe("init.access_whole_" + name,
              outcome(access(in_whole.c_str(), F_OK)));
      observe("init.access_pids_" + name,
              outcome(access(in_pids.c_str(), F_OK)));
    }
    observe("init.count_of_others_in_whole", others_in("/tmp/whole"));
    observe("init.count_of_others_in_pids", others_in("/tmp/pids"));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
