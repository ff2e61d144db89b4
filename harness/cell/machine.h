#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/base/exit_code.h"

namespace pidlab {

/// Whether this process is the init of a machine that was started for it:
/// PID 1, executed as /init.
bool is_machine(const char* called);

/// Mounts what a machine needs (/proc, /sys, /dev, /dev/pts, /tmp, and cgroup
/// v1 for cpuset and pids), runs `work` in a child with the arguments that the
/// file /arguments has, one a line, or `run --timeout 60` if there are none,
/// reaps all children of PID 1, and powers the machine off when that child has
/// ended. The last line on the console has its exit status. If the arguments
/// are `exec EXPERIMENT OUTPUT`, PID 1 itself becomes that experiment instead.
[[noreturn]] void be_machine(
    const std::function<ExitCode(std::vector<std::string>)>& work);

}  // namespace pidlab
