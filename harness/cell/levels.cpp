// clone3 accepts a wanted PID for each level. It fails with EINVAL if there are
// more of them than levels.
#include "harness/cell/levels.h"

#include <linux/sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include "harness/record/syscalls.h"

namespace pidlab {

std::optional<int> pid_namespace_level() {
  if (probe_syscall("clone3") != 0) return {};
  // These PIDs are in use: the error is EEXIST, or EPERM without a capability.
  // The first one is of the innermost level.
  pid_t wishes[deepest_level + 1];
  std::ranges::fill(wishes, 1);
  wishes[0] = getpid();
  clone_args ask{};
  ask.exit_signal = SIGCHLD;
  ask.set_tid = std::uintptr_t(wishes);
  for (int count = 1; count <= deepest_level + 1; ++count) {
    ask.set_tid_size = std::uint64_t(count);
    const auto child = pid_t(syscall(SYS_clone3, &ask, sizeof ask));
    if (child == 0) _exit(0);
    if (child > 0) waitpid(child, nullptr, 0);
    if (child == -1 && errno == EINVAL && count > 1) return count - 2;
    if (child != -1 || (errno != EEXIST && errno != EPERM)) break;
  }
  return {};
}

}  // namespace pidlab
