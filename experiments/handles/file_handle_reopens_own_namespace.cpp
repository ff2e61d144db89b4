// A process can reopen its PID namespace from a file handle of 16 bytes.
//
// The handle does not hold a reference. It holds an ID, a type and an inode
// number, by which the kernel finds the namespace if it still exists. To open
// another namespace, Linux 7.0 requires more privilege than 6.18.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init ────open_by_handle_at(its parent's)          with CAP_SYS_ADMIN
//   init ────open_by_handle_at(its own)               without any capability
#include <linux/capability.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

#ifndef FD_NSFS_ROOT  // Linux 6.18
#define FD_NSFS_ROOT -10003
#endif

using namespace pidlab;

// As struct file_handle, with room.
struct Handle {
  unsigned int bytes = 128;
  int type = 0;
  unsigned char id[128] = {};
};

int main() {
  int mount;
  Handle parents;
  const Fd outer(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  observe("caller.name_to_handle_at",
          outcome(syscall(SYS_name_to_handle_at, int(outer), "", &parents,
                          &mount, AT_EMPTY_PATH)));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.ns", ns_inode("/proc/self/ns/pid"));
    Handle own;
    const Fd inner(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
    observe("init.name_to_handle_at",
            outcome(syscall(SYS_name_to_handle_at, int(inner), "", &own, &mount,
                            AT_EMPTY_PATH)));
    observe("init.bytes_of_handle", own.bytes);

    const Fd above(syscall(SYS_open_by_handle_at, FD_NSFS_ROOT, &parents,
                           O_RDONLY | O_CLOEXEC));
    observe("init.open_by_handle_at_parents", outcome(above));

    __user_cap_header_struct self{.version = _LINUX_CAPABILITY_VERSION_3};
    const __user_cap_data_struct none[2] = {};
    must(syscall(SYS_capset, &self, none));
    const Fd again(syscall(SYS_open_by_handle_at, FD_NSFS_ROOT, &own,
                           O_RDONLY | O_CLOEXEC));
    observe("init.open_by_handle_at_own", outcome(again));
    if (again != -1) {
      observe("init.ns_of_opened",
              ns_inode("/proc/self/fd/" + std::to_string(again)));
    }
    own.id[0] ^= 1;  // another ID, the same inode number
    const Fd wrong(syscall(SYS_open_by_handle_at, FD_NSFS_ROOT, &own,
                           O_RDONLY | O_CLOEXEC));
    observe("init.open_by_handle_at_wrong_id", outcome(wrong));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
