// process_madvise(2) accepts the pidfd of a process outside the PID namespace.
//
// It needs the permission to inspect the process, and CAP_SYS_NICE. The PID
// namespace does not matter.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    inherits caller's pidfd
//   init ────process_madvise(caller, MADV_COLD)       ok
//   init ────capset(without CAP_SYS_NICE)             EPERM
#include <linux/capability.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // After fork, the page is at the same address in both processes.
  constexpr size_t size = 4096;
  void* const page = must(mmap(nullptr, size, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  const Fd caller(must(syscall(SYS_pidfd_open, getpid(), 0)));
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const iovec range{page, size};
    observe(
        "init.pidfd_send_signal",
        outcome(syscall(SYS_pidfd_send_signal, int(caller), 0, nullptr, 0)));
    observe("init.process_madvise",
            outcome(syscall(SYS_process_madvise, int(caller), &range, 1,
                            MADV_COLD, 0)));

    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
    __user_cap_data_struct caps[2];
    must(syscall(SYS_capget, &header, caps));
    caps[0].effective &= ~(1u << CAP_SYS_NICE);
    must(syscall(SYS_capset, &header, caps));
    observe("init.process_madvise_without",
            outcome(syscall(SYS_process_madvise, int(caller), &range, 1,
                            MADV_COLD, 0)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
