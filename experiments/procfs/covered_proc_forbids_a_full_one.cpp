// If parts of /proc are covered, a user namespace cannot mount a full /proc.
//
// Container engines cover files of /proc with mounts, and a new proc would show
// them again. So a user namespace can mount proc only if it already sees a proc
// that is not covered. Linux 7.2 makes an exception for subset=pid.
//
//   caller ──pivot_root()            into a root with one /proc, and no other
//   caller ──fork()───────▶ guest    unshare(CLONE_NEWUSER | ...)
//   guest  ──fork()───────▶ init     PID 1, mounts proc
//   caller ──mount()──▶ /proc/sys    covers it; then guest and init again
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/proc", 0755));
  must(mkdir("/tmp/fresh", 0755));
  must(mount("proc", "/tmp/proc", "proc", 0, nullptr));
  must(chdir("/tmp"));
  must(syscall(SYS_pivot_root, ".", "."));
  must(umount2(".", MNT_DETACH));  // removes all other mounts of proc

  for (const std::string when : {"whole", "covered"}) {
    if (when == "covered") {
      must(mount("tmpfs", "/proc/sys", "tmpfs", 0, nullptr));
    }
    const pid_t guest = must(fork());
    if (guest == 0) {
      must(unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID));
      const pid_t init = must(fork());
      if (init == 0) {
        observe("init.mount_" + when,
                outcome(mount("proc", "/fresh", "proc", 0, nullptr)));
        observe("init.mount_subset_" + when,
                outcome(mount("proc", "/fresh", "proc", 0, "subset=pid")));
        _exit(0);
      }
      must(waitpid(init, nullptr, 0));
      _exit(0);
    }
    must(waitpid(guest, nullptr, 0));
  }
}
