// The place that pidlab runs in: what a container, a chroot or a filter changes
// for a cell.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pidlab {

/// What can be found out from inside. What cannot be found out is absent.
struct Surroundings {
  std::string container;  ///< "podman", "docker", "systemd-nspawn", …; or ""
  std::string machine;    ///< its hypervisor: "QEMU"; or ""
  bool chrooted = false;  ///< whether "/" is a folder in a mount
  std::optional<int> pid_level;    ///< of our PID namespace; 0 is the initial
                                   ///< one, and 31 means 31 or 32
  bool filtered = false;           ///< by seccomp
  bool has_proc = true;            ///< whether a /proc is mounted
  std::vector<std::string> masks;  ///< mounts that cover a part of /proc
};

Surroundings surroundings();

/// "a container (podman), at level 1 of PID namespaces, …"
std::string describe(const Surroundings&);

/// How to start this container with an uncovered /proc: for its manager, or
/// for those that most people use.
std::string options_for_proc(const Surroundings&);

}  // namespace pidlab
