// The system calls whose presence can be probed without doing anything.
#pragma once

#include <string>
#include <vector>

namespace pidlab {

/// Their names.
std::vector<std::string> probeable_syscalls();

/// 0 if the kernel has the system call of that name, else the errno that says
/// that it does not.
int probe_syscall(const std::string& name);

}  // namespace pidlab
