// A file handle lets root in the initial PID namespace open a namespace in use.
//
// For another namespace, the caller needs CAP_SYS_ADMIN. The handle is stale
// when no process is in the namespace, though a mount of proc keeps it.
//
//   caller                                  in the initial PID namespace
//   caller ──clone3(CLONE_NEWPID)──▶ init   PID 1, mounts proc
//   caller ──open_by_handle_at(init's ns)   before and after init ends
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/mount.h>
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

static Handle handle_of(const std::string& link) {
  int mount;
  Handle handle;
  must(syscall(SYS_name_to_handle_at, AT_FDCWD, link.c_str(), &handle, &mount,
               AT_SYMLINK_FOLLOW));
  return handle;
}

static std::string open_handle(const Handle& handle) {
  const Fd file(syscall(SYS_open_by_handle_at, FD_NSFS_ROOT, &handle,
                        O_RDONLY | O_CLOEXEC));
  return outcome(file);
}

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  Gate mounted, finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    must(mount("proc", "/tmp", "proc", 0, nullptr));
    mounted.open();
    finished.wait();
    _exit(0);
  }
  mounted.wait();
  const Handle own = handle_of("/proc/self/ns/pid");
  const Handle inits = handle_of("/proc/" + std::to_string(init) + "/ns/pid");
  observe("caller.open_by_handle_at", open_handle(inits));

  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
  __user_cap_data_struct caps[2];
  must(syscall(SYS_capget, &header, caps));
  caps[0].effective &= ~(1u << CAP_SYS_ADMIN);
  must(syscall(SYS_capset, &header, caps));
  observe("caller.open_by_handle_at_without", open_handle(inits));
  observe("caller.open_by_handle_at_own", open_handle(own));
  caps[0].effective |= 1u << CAP_SYS_ADMIN;
  must(syscall(SYS_capset, &header, caps));

  finished.open();
  must(waitpid(init, nullptr, 0));
  observe("caller.open_by_handle_at_after", open_handle(inits));
  observe("caller.access_mount", outcome(access("/tmp/meminfo", R_OK)));
}
