#pragma once

#include <string>

namespace pidlab {

/// What was found, and which processes could not be read and why (or "").
struct Found {
  std::string text;
  std::string unreadable;
};

/// The PID namespaces of this machine as a tree, each with its processes and
/// their PIDs from the outermost visible namespace to their own; then the
/// namespaces of the other types, and the mounts that keep them, such as those
/// of `ip netns`. Throws BadInput if /proc is not mounted.
Found ns_tree();

/// Every namespace of every task that can be read, one per line, sorted: the
/// lines of `readlink /proc/*/task/*/ns/* | sort -u`. Throws BadInput if there
/// is no /proc.
Found ns_all();

/// The namespaces of a process, and of its tasks if they differ. Throws
/// BadInput if no process has that PID, or it cannot be read.
std::string ns_of_process(int pid);

/// What ioctl_nsfs(2) says about a namespace file: type, owner and parent.
/// Throws BadInput for any other file.
std::string ns_of_file(const std::string& path);

/// Only the user namespace that owns it: "user:[4026531837]".
std::string ns_owner(const std::string& path);

/// Only its parent. Throws BadInput for a type without a hierarchy (EINVAL),
/// and if the parent is not visible from our namespace (EPERM).
std::string ns_parent(const std::string& path);

}  // namespace pidlab
