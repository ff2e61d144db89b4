#pragma once

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/record/version.h"

namespace pidlab {

/// The facts about a kernel and about this process that a verdict may depend
/// on.
struct Kernel {
  std::string release;  ///< uname -r, and "-gvisor" on gVisor
  std::string build;    ///< uname -v
  std::string machine;  ///< uname -m
  Version version;
  uid_t uid = 0;                          ///< effective
  std::vector<std::string> capabilities;  ///< effective, in our user namespace
  bool initial_user_namespace = true;
  bool initial_pid_namespace = true;
  std::string config_source;  ///< where `config` was read; "" if nowhere
  std::map<std::string, std::string> config;  ///< CONFIG_… → y, m, a value
  std::map<std::string, std::string> sysctls;
  std::string cgroup;        ///< "v1", "v2", "hybrid" or "none"
  std::string command_line;  ///< /proc/cmdline
};

/// The running kernel. A fact that cannot be read stays empty.
Kernel running_kernel();

/// All capabilities of the kernel's headers: "CAP_CHOWN", …
std::vector<std::string> known_capabilities();

}  // namespace pidlab
