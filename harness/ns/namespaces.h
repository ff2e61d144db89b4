#pragma once

#include <string>

namespace pidlab {

/// What was found, and "" or which processes could not be read, and why.
struct Found {
  std::string text;
  std::string unreadable;
};

/// The PID namespaces of this machine as a tree, each with its processes and
/// their number in every namespace that they are in, from the outermost one
/// that is visible; then the namespaces of the other types, and what keeps them
/// apart from processes: mounted files, such as those of `ip netns`. Throws
/// BadInput if there is no /proc.
Found ns_tree();

/// Every namespace in use by every task that may be read, one a line, sorted:
/// the lines of `readlink /proc/*/task/*/ns/* | sort -u`. Throws BadInput if
/// there is no /proc.
Found ns_all();

/// The namespaces of a process, and of those of its tasks that have others.
/// Throws BadInput if no process has that PID, or it cannot be read.
std::string ns_of_process(int pid);

/// What ioctl_nsfs(2) says about a namespace's file: type, owner and parent.
/// Throws BadInput for any other file.
std::string ns_of_file(const std::string& path);

/// Only the user namespace that owns it: "user:[4026531837]".
std::string ns_owner(const std::string& path);

/// Only its parent; types without a hierarchy have none (EINVAL), and neither
/// has one whose parent is above our own (EPERM): BadInput.
std::string ns_parent(const std::string& path);

}  // namespace pidlab
