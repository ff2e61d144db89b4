// Writing memfd_noexec without CAP_SYS_ADMIN fails with EPERM, even as uid 0.
//
// The capability counts in the user namespace that owns the PID namespace of
// the writer. Each write changes the value of the writer's PID namespace.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1
//   init ────capset(without CAP_SYS_ADMIN), write(1)  EPERM
//   init ────capset(with it again), write(1)          ok
#include <linux/capability.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static int number_in(int file) {
  char text[16] = {};
  must(pread(file, text, sizeof text - 1, 0));
  return atoi(text);
}

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/pid");
  const Fd scope(must(open("/proc/sys/vm/memfd_noexec", O_RDWR | O_CLOEXEC)));
  const int before = number_in(scope);
  observe("caller.memfd_noexec_before", before);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // In the caller's namespace, this would stop other processes' memfds.
    if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == caller_ns) {
      broken("not in the namespace created for memfd_noexec");
    }
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
    __user_cap_data_struct caps[2];
    must(syscall(SYS_capget, &header, caps));
    caps[0].effective &= ~(1u << CAP_SYS_ADMIN);
    must(syscall(SYS_capset, &header, caps));
    observe("init.euid", geteuid());
    observe("init.pwrite_without", outcome(pwrite(scope, "2", 1, 0)));
    observe("init.memfd_noexec_after_refusal", number_in(scope));

    caps[0].effective |= 1u << CAP_SYS_ADMIN;
    must(syscall(SYS_capset, &header, caps));
    observe("init.pwrite_with", outcome(pwrite(scope, "2", 1, 0)));
    observe("init.memfd_noexec_after", number_in(scope));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  observe("caller.memfd_noexec_after", number_in(scope));
}
