// Mounting proc needs CAP_SYS_ADMIN in the owner of the caller's PID namespace.
//
// A /proc shows all processes of a PID namespace. So the kernel checks for the
// capability in the user namespace that owns this PID namespace. Root of a new
// user namespace does not have it there, but it can mount the /proc of a PID
// namespace that it creates.
//
//   caller ──fork()──────▶ guest    unshare(CLONE_NEWUSER | CLONE_NEWNS)
//   caller ──fork()──────▶ owner    the same with CLONE_NEWPID
//   owner  ──fork()──────▶ init     PID 1 of the owner's PID namespace
#include <sched.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // A user namespace can mount proc only if it already sees a proc that is not
  // covered. This is one.
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("proc", "/proc", "proc", 0, nullptr));

  const pid_t guest = must(fork());
  if (guest == 0) {
    must(unshare(CLONE_NEWUSER | CLONE_NEWNS));
    observe("guest.mount_tmpfs",
            outcome(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr)));
    observe("guest.mount_proc",
            outcome(mount("proc", "/proc", "proc", 0, nullptr)));
    _exit(0);
  }
  must(waitpid(guest, nullptr, 0));

  const pid_t owner = must(fork());
  if (owner == 0) {
    must(unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID));
    observe("owner.mount_proc",
            outcome(mount("proc", "/proc", "proc", 0, nullptr)));
    const pid_t init = must(fork());
    if (init == 0) {
      observe("init.mount_proc",
              outcome(mount("proc", "/proc", "proc", 0, nullptr)));
      char number[16] = {};
      must(readlink("/proc/self", number, sizeof number - 1));
      observe("init.self_in_own", number);
      _exit(0);
    }
    must(waitpid(init, nullptr, 0));
    _exit(0);
  }
  must(waitpid(owner, nullptr, 0));
}
