// pidns= follows the rules of setns(); a remount with it fails with EBUSY.
//
// If the namespace is not the caller's own or a descendant, the error is
// EINVAL. If the caller does not have CAP_SYS_ADMIN in the user namespace that
// owns it, the error is EPERM. A mounted /proc keeps its namespace.
//
//   caller ──clone(CLONE_NEWPID)───▶ sibling  PID 1 of another namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()────────────────▶ init     PID 1 of the new namespace
//   init   ──mount("proc", "pidns=...")       of the caller, of sibling, a UTS
//                                             one, no namespace, its own
//   init   ──mount(MS_REMOUNT, "pidns=...")   its own again
//   init   ──fork()────────────────▶ guest    unshare(CLONE_NEWUSER | ...)
//   guest  ──mount("proc", "pidns=...")       init's, without the capability
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
  const char* at = "/tmp/proc";
  const std::string callers =
      "pidns=/proc/" + std::to_string(getpid()) + "/ns/pid";

  Gate finished;
  const unsigned long flags = CLONE_NEWPID | SIGCHLD;
  const pid_t sibling = must(syscall(SYS_clone, flags, 0, 0, 0, 0));
  if (sibling == 0) finished.wait(), _exit(0);
  const std::string siblings =
      "pidns=/proc/" + std::to_string(sibling) + "/ns/pid";

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const char* own = "pidns=/proc/self/ns/pid";
    const char* uts = "pidns=/proc/self/ns/uts";
    observe("init.mount_callers",
            outcome(mount("proc", at, "proc", 0, callers.c_str())));
    observe("init.mount_siblings",
            outcome(mount("proc", at, "proc", 0, siblings.c_str())));
    observe("init.mount_file",
            outcome(mount("proc", at, "proc", 0, "pidns=/proc/self/status")));
    observe("init.mount_uts", outcome(mount("proc", at, "proc", 0, uts)));
    observe("init.mount_own", outcome(mount("proc", at, "proc", 0, own)));
    observe("init.mount_own_again",
            outcome(mount(nullptr, at, nullptr, MS_REMOUNT, own)));

    const pid_t guest = must(fork());
    if (guest == 0) {
      must(unshare(CLONE_NEWUSER | CLONE_NEWNS));
      observe("guest.mount_inits", outcome(mount("proc", at, "proc", 0, own)));
      _exit(0);
    }
    must(waitpid(guest, nullptr, 0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  finished.open();
  must(waitpid(sibling, nullptr, 0));
}
