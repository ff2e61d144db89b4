// Writing to ns_last_pid needs a capability and a number from 0 to pid_max.
//
// Any user may open the file for writing. The kernel checks for the capability
// at each write, in the user namespace that owns the PID namespace. User ID 0
// alone is not enough.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1: writes numbers in and out of range
//   init   ──fork()──▶ clerk     capset(no capability), then writes
#include <linux/capability.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/pid");
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // In the caller's namespace, this would disturb other processes.
    if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == caller_ns) {
      broken("not in the namespace created for ns_last_pid");
    }
    char text[16] = {};
    const Fd max(must(open("/proc/sys/kernel/pid_max", O_RDONLY | O_CLOEXEC)));
    must(pread(max, text, sizeof text - 1, 0));
    const std::string top = std::to_string(atoi(text));
    const std::string above = std::to_string(atoi(text) + 1);

    const Fd last(
        must(open("/proc/sys/kernel/ns_last_pid", O_RDWR | O_CLOEXEC)));
    observe("init.pwrite_minus_one", outcome(pwrite(last, "-1", 2, 0)));
    observe("init.pwrite_above_max",
            outcome(pwrite(last, above.c_str(), above.size(), 0)));
    observe("init.pwrite_max",
            outcome(pwrite(last, top.c_str(), top.size(), 0)));
    observe("init.pwrite_zero", outcome(pwrite(last, "0", 1, 0)));

    const pid_t clerk = must(fork());
    if (clerk == 0) {
      __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
      __user_cap_data_struct none[2]{};
      must(syscall(SYS_capset, &header, none));
      const Fd file(open("/proc/sys/kernel/ns_last_pid", O_RDWR | O_CLOEXEC));
      observe("clerk.open", outcome(file));
      observe("clerk.pread", outcome(pread(file, text, sizeof text, 0)));
      observe("clerk.pwrite", outcome(pwrite(file, "500", 3, 0)));
      _exit(0);
    }
    must(waitpid(clerk, nullptr, 0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
