// With pidns=, a process mounts the /proc of a descendant PID namespace.
//
// The option names the PID namespace, by path or by descriptor. Without it,
// proc shows the mounter's own namespace. Since Linux 6.18.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()────────────────▶ init     PID 1 of the new namespace
//   caller ──mount("proc", "pidns=...")──▶ /tmp/proc    init's namespace
//   caller ──fsconfig("pidns", fd)                      the same, by descriptor
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
  must(mkdir("/tmp/proc", 0755));

  Gate finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string path = "/proc/" + std::to_string(init) + "/ns/pid";
  const std::string option = "pidns=" + path;
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  observe("init.ns", ns_inode(path));

  const int by_path = mount("proc", "/tmp/proc", "proc", 0, option.c_str());
  observe("caller.mount_by_path", outcome(by_path));
  if (by_path != -1) {
    observe("caller.pids_by_path", pids_in("/tmp/proc"));
    observe("init.ns_in_mount", ns_inode("/tmp/proc/1/ns/pid"));
  }

  const Fd ns(must(open(path.c_str(), O_RDONLY | O_CLOEXEC)));
  const Fd proc(must(fsopen("proc", FSOPEN_CLOEXEC)));
  const int by_fd = fsconfig(proc, FSCONFIG_SET_FD, "pidns", nullptr, ns);
  observe("caller.fsconfig_by_fd", outcome(by_fd));
  if (by_fd != -1) {
    must(fsconfig(proc, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0));
    const Fd mounted(must(fsmount(proc, FSMOUNT_CLOEXEC, 0)));
    must(fchdir(mounted));
    observe("caller.pids_by_fd", pids_in("."));
  }

  finished.open();
  must(waitpid(init, nullptr, 0));
}
