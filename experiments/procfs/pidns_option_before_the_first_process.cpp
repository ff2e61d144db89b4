// Before Linux 7.1, pidns=.../pid_for_children gives ENOENT until init exists.
//
// unshare creates the PID namespace, and the first fork creates its init. Up to
// Linux 7.0, an open of pid_for_children between the two calls fails. Since
// Linux 7.1 it works, and the new /proc is empty until init exists.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──mount("proc", "pidns=...pid_for_children")▶ /tmp/early
//   caller ──fork()────────────────▶ init     PID 1 of the new namespace
//   caller ──mount("proc", "pidns=...pid_for_children")▶ /tmp/late
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
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/early", 0755));
  must(mkdir("/tmp/late", 0755));

  must(unshare(CLONE_NEWPID));
  const char* next = "pidns=/proc/self/ns/pid_for_children";
  observe("caller.mount_early",
          outcome(mount("proc", "/tmp/early", "proc", 0, next)));
  observe("caller.pids_in_early_before", pids_in("/tmp/early"));

  Gate finished;
  const pid_t init = must(fork());
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  observe("caller.mount_late",
          outcome(mount("proc", "/tmp/late", "proc", 0, next)));
  observe("caller.pids_in_early_after", pids_in("/tmp/early"));
  observe("caller.pids_in_late_after", pids_in("/tmp/late"));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
