// A pidfd's file handle opens only in a namespace where the process has a PID.
//
// As file_handle_reopens_own_namespace, but with the handle of a pidfd: a
// number that is not used again. If the target has no PID in the opener's PID
// namespace, or has been reaped, the error is ESTALE.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 of target
//   init ────open_by_handle_at(its handle, and that of caller)
//   caller ──open_by_handle_at(its handle, and that of init, alive and reaped)
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// As struct file_handle, with room.
struct Handle {
  unsigned int bytes = 128;
  int type = 0;
  unsigned char id[128] = {};
};

int main() {
  int mount;
  Handle above, below;
  const Fd caller(must(syscall(SYS_pidfd_open, getpid(), 0)));
  observe("caller.name_to_handle_at_own",
          outcome(syscall(SYS_name_to_handle_at, int(caller), "", &above,
                          &mount, AT_EMPTY_PATH)));

  Gate looked, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd self(must(syscall(SYS_pidfd_open, getpid(), 0)));
    Handle own;
    observe("init.name_to_handle_at_own",
            outcome(syscall(SYS_name_to_handle_at, int(self), "", &own, &mount,
                            AT_EMPTY_PATH)));
    // Any pidfd refers to the file system that the handle belongs to.
    const Fd again(syscall(SYS_open_by_handle_at, int(self), &own, O_CLOEXEC));
    observe("init.open_by_handle_at_own", outcome(again));
    const Fd up(syscall(SYS_open_by_handle_at, int(self), &above, O_CLOEXEC));
    observe("init.open_by_handle_at_callers", outcome(up));
    looked.open();
    finished.wait();
    _exit(0);
  }
  looked.wait();
  const Fd again(
      syscall(SYS_open_by_handle_at, int(caller), &above, O_CLOEXEC));
  observe("caller.open_by_handle_at_own", outcome(again));
  const Fd pidfd(must(syscall(SYS_pidfd_open, init, 0)));
  observe("caller.name_to_handle_at_inits",
          outcome(syscall(SYS_name_to_handle_at, int(pidfd), "", &below, &mount,
                          AT_EMPTY_PATH)));
  const Fd down(syscall(SYS_open_by_handle_at, int(caller), &below, O_CLOEXEC));
  observe("caller.open_by_handle_at_inits", outcome(down));

  finished.open();
  must(waitpid(init, nullptr, 0));
  const Fd late(syscall(SYS_open_by_handle_at, int(caller), &below, O_CLOEXEC));
  observe("caller.open_by_handle_at_inits_reaped", outcome(late));
}
