// Asks the kernel where it can, because a container often hides or changes
// the files that would show it.
#include "harness/cell/surroundings.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "harness/cell/levels.h"
#include "harness/record/syscalls.h"

namespace pidlab {
namespace {

std::string first_word_of(const char* path) {
  std::string word;
  std::ifstream(path) >> word;
  return word;
}

// Whether a mount begins there. Before Linux 5.8 this is unknown: nothing.
std::optional<bool> is_mount_root(const char* path) {
  struct statx file = {};
  if (statx(AT_FDCWD, path, 0, STATX_TYPE, &file) == -1 ||
      (file.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) == 0) {
    return {};
  }
  return (file.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

std::string container_manager() {
  if (access("/run/.containerenv", F_OK) == 0) return "podman";
  // A machine can be made from an image that has the file. Docker itself
  // mounts the other one.
  if (access("/.dockerenv", F_OK) == 0 &&
      is_mount_root("/etc/hostname").value_or(true)) {
    return "docker";
  }
  if (std::getenv("KUBERNETES_SERVICE_HOST")) return "kubernetes";
  const char* named = std::getenv("container");  // see systemd's
  if (named && *named) return named;             // CONTAINER_INTERFACE
  return first_word_of("/run/host/container-manager");
}

std::string hypervisor() {
  std::ifstream cpuinfo("/proc/cpuinfo");
  bool virtual_machine = false;
  for (std::string line; std::getline(cpuinfo, line);) {
    if (line.find("User Mode Linux") != line.npos) return "User-Mode Linux";
    if (line.starts_with("flags") && line.find(" hypervisor") != line.npos) {
      virtual_machine = true;
      break;
    }
  }
  const std::string vendor = first_word_of("/sys/class/dmi/id/sys_vendor");
  if (vendor == "QEMU") return "QEMU";
  if (!virtual_machine) return "";
  return vendor.empty() ? "unknown hypervisor" : vendor;
}

// The mounts on and below /proc: see proc_pid_mountinfo(5).
void look_at_proc(Surroundings& place) {
  std::ifstream mounts("/proc/self/mountinfo");
  place.has_proc = bool(mounts);
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream words(line);
    std::string skipped, where;
    words >> skipped >> skipped >> skipped >> skipped >> where;
    // Every machine has that one, over a folder that is always empty.
    if (where.starts_with("/proc/") && !where.ends_with("/binfmt_misc")) {
      place.masks.push_back(where);
    }
  }
}

}  // namespace

Surroundings surroundings() {
  Surroundings place{.container = container_manager(),
                     .machine = hypervisor(),
                     .chrooted = !is_mount_root("/").value_or(true),
                     .pid_level = pid_namespace_level(),
                     .filtered = calls_are_filtered()};
  look_at_proc(place);
  return place;
}

std::string describe(const Surroundings& place) {
  std::vector<std::string> parts;
  parts.push_back(place.container.empty()
                      ? place.pid_level.value_or(0) > 0
                            ? "new namespaces on a host, or a container"
                            : "a host"
                      : fmt::format("a container ({})", place.container));
  if (!place.machine.empty()) {
    parts.push_back(fmt::format("in a virtual machine ({})", place.machine));
  }
  if (place.chrooted) parts.push_back("in a chroot");
  parts.push_back(
      !place.pid_level ? "at an unknown level of PID namespaces"
      : *place.pid_level >= 31
          ? "at level 31 or 32 of PID namespaces"
          : fmt::format("at level {} of PID namespaces", *place.pid_level));
  parts.push_back(place.filtered ? "with a seccomp filter"
                                 : "without a seccomp filter");
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string options_for_proc(const Surroundings& place) {
  if (place.container == "podman") {
    return "start the container with --security-opt unmask=ALL";
  }
  if (place.container == "docker") {
    return "start the container with --security-opt systempaths=unconfined";
  }
  if (place.container == "kubernetes") {
    return "set procMount: Unmasked in the securityContext, and hostUsers: "
           "false in the pod";
  }
  return "start the container with --security-opt unmask=ALL (podman), "
         "--security-opt systempaths=unconfined (Docker), or procMount: "
         "Unmasked and hostUsers: false (Kubernetes)";
}

}  // namespace pidlab
