// Reads one process. A file that has gone, or may not be read, is empty.
#pragma once

#include <optional>
#include <string>

#include "harness/diagnose/machine.h"

namespace pidlab {

/// What is in the file: "" if it cannot be read.
std::string text_of(const std::string& path);

/// The same of a file in the /proc of another mount namespace. A user can mount
/// anything on it, such as a pipe or a device, and to open that can block, or
/// change the machine: what is not a file of a /proc is not opened.
std::string text_in_proc(const std::string& path);

/// The target of a link: "" if it cannot be read, and then errno says why.
std::string target_of(const std::string& path);

/// The inode in the target of a link of a namespace; 0 if it cannot be read,
/// and then errno says why.
Inode inode_of(const std::string& link);

/// Nothing if the process has ended.
std::optional<SeenProcess> read_process(int pid);

}  // namespace pidlab
