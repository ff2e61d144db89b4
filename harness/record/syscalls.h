// The system calls that can be probed without an effect.
#pragma once

#include <string>
#include <vector>

namespace pidlab {

/// Their names.
std::vector<std::string> probeable_syscalls();

/// Whether a seccomp filter is active, which may answer any call.
bool calls_are_filtered();

/// 0 if the kernel has the system call, otherwise the errno of the missing
/// call. It is ENOSYS if a filter kills the caller.
int probe_syscall(const std::string& name);

}  // namespace pidlab
