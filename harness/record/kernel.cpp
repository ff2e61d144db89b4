// Reads the facts about this kernel from uname, /proc, /sys and its config.
#include "harness/record/kernel.h"

#include <sys/capability.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>

namespace pidlab {
namespace {

// PROC_USER_INIT_INO and PROC_PID_INIT_INO of include/linux/proc_ns.h.
constexpr ino_t initial_user_ns_inode = 0xEFFFFFFD;
constexpr ino_t initial_pid_ns_inode = 0xEFFFFFFC;

bool in_initial_user_namespace() {
  struct stat file;
  if (stat("/proc/self/ns/user", &file) == 0) {
    return file.st_ino == initial_user_ns_inode;
  }
  // Without /proc: swapoff(2) checks for a capability in the initial user
  // namespace before it looks at its argument, which is invalid here.
  return swapoff(nullptr) == 0 || errno != EPERM;
}

bool in_initial_pid_namespace() {
  struct stat file;
  return stat("/proc/self/ns/pid", &file) == -1 ||
         file.st_ino == initial_pid_ns_inode;
}

std::string first_line(const std::string& path) {
  std::string line;
  std::ifstream file(path);
  std::getline(file, line);
  return line;
}

std::string capability_name(cap_value_t capability) {
  const std::unique_ptr<char, int (*)(void*)> lower(cap_to_name(capability),
                                                    cap_free);
  std::string name = lower.get();
  std::ranges::transform(name, name.begin(), ::toupper);
  return name;
}

std::vector<std::string> effective_capabilities() {
  const std::unique_ptr<_cap_struct, int (*)(void*)> all(cap_get_proc(),
                                                         cap_free);
  std::vector<std::string> names;
  for (cap_value_t c = 0; c <= CAP_LAST_CAP; ++c) {
    cap_flag_value_t has = CAP_CLEAR;
    if (cap_get_flag(all.get(), c, CAP_EFFECTIVE, &has) == 0 &&
        has == CAP_SET) {
      names.push_back(capability_name(c));
    }
  }
  return names;
}

void read_config(Kernel& kernel) {
  for (const std::string& path :
       {std::string("/proc/config.gz"), "/boot/config-" + kernel.release,
        "/lib/modules/" + kernel.release + "/config"}) {
    // zlib reads plain files as they are.
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(
        gzopen(path.c_str(), "rb"), gzclose);
    if (!file) continue;
    kernel.config_source = path;
    char line[4096];
    while (gzgets(file.get(), line, sizeof line)) {
      const std::string text = line;
      const auto equals = text.find('=');
      if (!text.starts_with("CONFIG_") || equals == text.npos) continue;
      kernel.config[text.substr(0, equals)] =
          text.substr(equals + 1, text.find('\n') - equals - 1);
    }
    return;
  }
}

std::string cgroup_version() {
  const bool v2 = access("/sys/fs/cgroup/cgroup.controllers", F_OK) == 0;
  if (v2) return "v2";
  if (access("/sys/fs/cgroup/unified/cgroup.controllers", F_OK) == 0) {
    return "hybrid";
  }
  std::error_code none;
  return std::filesystem::is_empty("/sys/fs/cgroup", none) || none ? "none"
                                                                   : "v1";
}

}  // namespace

Kernel running_kernel() {
  Kernel kernel;
  utsname name;
  uname(&name);
  kernel.release = name.release;
  kernel.build = name.version;
  kernel.machine = name.machine;
  kernel.version = Version::parse(kernel.release).value_or(Version{});
  kernel.uid = geteuid();
  kernel.capabilities = effective_capabilities();
  kernel.initial_user_namespace = in_initial_user_namespace();
  kernel.initial_pid_namespace = in_initial_pid_namespace();
  read_config(kernel);
  for (const char* name :
       {"kernel/pid_max", "kernel/unprivileged_userns_clone",
        "kernel/apparmor_restrict_unprivileged_userns",
        "kernel/yama/ptrace_scope", "user/max_pid_namespaces",
        "user/max_user_namespaces"}) {
    const std::string value = first_line(std::string("/proc/sys/") + name);
    if (!value.empty()) kernel.sysctls[name] = value;
  }
  kernel.cgroup = cgroup_version();
  kernel.command_line = first_line("/proc/cmdline");
  // Only /proc/cmdline shows that this is gVisor.
  if (kernel.command_line.find("-gvisor") != std::string::npos) {
    kernel.release += "-gvisor";
  }
  return kernel;
}

std::vector<std::string> known_capabilities() {
  std::vector<std::string> names;
  for (cap_value_t c = 0; c <= CAP_LAST_CAP; ++c) {
    names.push_back(capability_name(c));
  }
  return names;
}

}  // namespace pidlab
