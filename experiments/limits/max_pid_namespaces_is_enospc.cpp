// Creating more than max_pid_namespaces PID namespaces fails with ENOSPC.
//
// Each user namespace has its own limit, which applies to each user in it. A
// process with CAP_SYS_RESOURCE in the user namespace can set the limit. The
// creator of a new user namespace has all capabilities in it.
//
//   caller ──fork()────────────────▶ tenant   unshare(CLONE_NEWUSER), writes 1
//   tenant ──clone3(CLONE_NEWPID)──▶ init     the first
//   tenant ──clone3(CLONE_NEWPID)             the second: ENOSPC
//   tenant ──clone3(CLONE_NEWPID)──▶ third    allowed, after writing 2
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/user");
  const pid_t tenant = must(fork());
  if (tenant == 0) {
    must(unshare(CLONE_NEWUSER));
    // In the caller's user namespace, this would stop other processes.
    if (ns_inode("/proc/self/ns/user") == caller_ns) {
      broken("not in the user namespace created for max_pid_namespaces");
    }
    const Fd max(
        must(open("/proc/sys/user/max_pid_namespaces", O_RDWR | O_CLOEXEC)));
    char text[16] = {};
    must(pread(max, text, sizeof text - 1, 0));
    observe("tenant.max_pid_namespaces_before", atoi(text));
    observe("tenant.pwrite", outcome(pwrite(max, "1", 1, 0)));

    Gate finished;
    clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
    const pid_t init = syscall(SYS_clone3, &args, sizeof args);
    if (init == 0) {
      finished.wait();
      _exit(0);
    }
    observe("tenant.clone3_first", outcome(init));
    const pid_t second = syscall(SYS_clone3, &args, sizeof args);
    if (second == 0) _exit(0);
    observe("tenant.clone3_second", outcome(second));
    observe("tenant.unshare", outcome(unshare(CLONE_NEWPID)));

    must(pwrite(max, "2", 1, 0));
    const pid_t third = syscall(SYS_clone3, &args, sizeof args);
    if (third == 0) _exit(0);
    observe("tenant.clone3_raised", outcome(third));
    if (third != -1) must(waitpid(third, nullptr, 0));
    finished.open();
    if (init != -1) must(waitpid(init, nullptr, 0));
    _exit(0);
  }
  must(waitpid(tenant, nullptr, 0));
}
