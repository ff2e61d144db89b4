// After its PID namespace dies, a /proc stays mounted and shows no process.
//
// The mount holds a reference to the namespace, as an open file of the
// namespace does. Files that are not about a process, such as meminfo, are
// still readable.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()────────────────▶ init     PID 1 of the new namespace
//   init   ──mount("proc")──▶ /tmp/proc       init's namespace
//   init   ──_exit()                          then the namespace is dead
#include <sched.h>
#include <sys/mount.h>

#include <filesystem>

#include "experiments/experiment.h"

using namespace pidlab;

static int processes_in(const std::string& proc) {
  int processes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(proc)) {
    if (isdigit(entry.path().filename().string()[0])) ++processes;
  }
  return processes;
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/proc", 0755));

  Gate mounted, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(mount("proc", "/tmp/proc", "proc", 0, nullptr));
    mounted.open();
    finished.wait();
    _exit(0);
  }
  mounted.wait();
  const Fd directory(must(open("/tmp/proc/1", O_RDONLY | O_CLOEXEC)));
  observe("caller.count_of_processes_before", processes_in("/tmp/proc"));
  observe("caller.access_status_before",
          outcome(access("/tmp/proc/1/status", F_OK)));
  finished.open();
  must(waitpid(init, nullptr, 0));

  observe("caller.count_of_processes_after", processes_in("/tmp/proc"));
  observe("caller.access_status_after",
          outcome(access("/tmp/proc/1/status", F_OK)));
  observe("caller.openat_status",
          outcome(openat(directory, "status", O_RDONLY)));
  observe("caller.access_meminfo_after",
          outcome(access("/tmp/proc/meminfo", R_OK)));
}
