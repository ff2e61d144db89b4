// The system calls that can be probed without an effect.
#pragma once

#include <string>
#include <vector>

namespace pidlab {

/// Their names.
std::vector<std::string> probeable_syscalls();

/// 0 if the kernel has the system call, otherwise the errno of the missing
/// call.
int probe_syscall(const std::string& name);

}  // namespace pidlab
