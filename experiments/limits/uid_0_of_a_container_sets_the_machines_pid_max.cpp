// Before 6.14, uid 0 of a container sets the one pid_max without a capability.
//
// /proc/sys/kernel/pid_max has the mode 0644 and belongs to uid 0. The kernel
// does not ask for a capability. There is one pid_max until Linux 6.14.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1
//   init ────capset(no capabilities), write(pid_max)
//   caller ──read(pid_max)
#include <linux/capability.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

constexpr const char* path = "/proc/sys/kernel/pid_max";

int main() {
  only_on_a_throwaway_machine();
  const Fd callers(must(open(path, O_RDWR | O_CLOEXEC)));
  char before[16] = {}, after[16] = {};
  const auto size = must(pread(callers, before, sizeof before - 1, 0));
  observe("caller.pid_max_before", atoi(before));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
    __user_cap_data_struct none[2]{};
    must(syscall(SYS_capset, &header, none));
    const Fd inits(open(path, O_WRONLY | O_CLOEXEC));
    observe("init.open", outcome(inits));
    observe("init.write", outcome(write(inits, "40000", 5)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));

  must(pread(callers, after, sizeof after - 1, 0));
  observe("caller.pid_max_after", atoi(after));
  must(pwrite(callers, before, size, 0));
}
