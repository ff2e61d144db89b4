// Needs are checked from the most general to the most specific. The first one
// that is not met is the reason.
#include "harness/cell/unmet.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <sstream>

#include "harness/cell/excuse.h"
#include "harness/cell/levels.h"
#include "harness/record/syscalls.h"

namespace pidlab {
namespace {

// The word on the kernel command line of a machine that may be destroyed.
constexpr const char* throw_away_word = "pidlab.throwaway";

// Why unshare(CLONE_NEWUSER) fails: see user_namespaces(7).
const char* help_for_user_namespaces(int error) {
  switch (error) {
    case ENOSPC:
      return "raise the sysctl user.max_user_namespaces";
    case EINVAL:
      return "boot a kernel with CONFIG_USER_NS";
    default:
      return "set the sysctl kernel.unprivileged_userns_clone to 1 or "
             "kernel.apparmor_restrict_unprivileged_userns to 0; in a chroot, "
             "run without --cell none";
  }
}

// No namespace can be below the deepest level: see pid_namespaces(7).
std::optional<std::string> too_deep(int needed, CellKind kind) {
  static const std::optional<int> level = pid_namespace_level();
  if (!level) return {};
  const int left = deepest_level - *level - (kind == CellKind::none ? 0 : 1);
  if (needed <= left) return {};
  return fmt::format(
      "needs {} more level{} of PID namespaces, {} {} left: run pidlab in a "
      "PID namespace that is nested less deeply than level {}",
      needed, needed == 1 ? "" : "s", left, left == 1 ? "is" : "are", *level);
}

bool has_word(const std::string& line, const std::string& wanted) {
  std::istringstream words(line);
  for (std::string word; words >> word;) {
    if (word == wanted) return true;
  }
  return false;
}

}  // namespace

const char* const needs_own_machine =
    "needs to be the init of a machine, and ends that machine: run ci/boot "
    "--destructive KERNEL";

std::optional<std::string> unmet(const Needs& needs, const Kernel& kernel,
                                 const CellSurvey& cells) {
  if (cells.refused) return cells.refused;
  const bool own_proc = needs.own_proc.value_or(false);
  if (own_proc && cells.proc_refused) return cells.proc_refused;
  if (needs.tmp && cells.no_tmp) return cells.no_tmp;
  if (needs.no_hidden_proc && cells.hidden_proc) {
    return "needs a mount namespace with no hidden /proc; here the root covers "
           "another root that has one: run outside this container or systemd "
           "unit, or in one that uses pivot_root(2), as podman, Docker and "
           "systemd 253 do";
  }
  if (needs.no_hidden_proc && cells.fixed_root) {
    return "needs a root that pivot_root(2) can replace; here it is an "
           "initramfs: change to another root before, with switch_root(8), or "
           "make pidlab the init of the machine, as ci/boot does";
  }
  if (needs.vm && !has_word(kernel.command_line, throw_away_word)) {
    return fmt::format(
        "needs a machine that may be destroyed, with {} on the kernel command "
        "line: run ci/boot --destructive KERNEL",
        throw_away_word);
  }
  if (needs.vm && cells.kind != CellKind::none) {
    return "needs the initial PID namespace, because it acts on the machine: "
           "use --cell none";
  }
  if (needs.initial_user_namespace &&
      (cells.kind == CellKind::user || !kernel.initial_user_namespace)) {
    return "needs capabilities in the initial user namespace: run as root in "
           "that namespace, without --cell user";
  }
  if (auto deep = too_deep(needs.levels, cells.kind)) return deep;
  // A new user namespace gives its first process all capabilities.
  if (cells.kind != CellKind::user) {
    for (const std::string& capability : needs.capability) {
      if (std::ranges::count(kernel.capabilities, capability) == 0) {
        return fmt::format(
            "needs {}: run as root, or use --cell user if user namespaces are "
            "allowed",
            capability);
      }
    }
  }
  if (cells.foreign && !needs.capability.empty()) {
    return fmt::format(
        "needs {} over its PID namespace, which another user namespace owns: "
        "run without --cell none, or in a new PID namespace (unshare "
        "--user --map-root-user --pid --fork --mount-proc)",
        needs.capability.front());
  }
  if (needs.user_namespace && cells.user_namespace_errno != 0) {
    return fmt::format("needs new user namespaces (unshare: {}): {}",
                       strerrorname_np(cells.user_namespace_errno),
                       help_for_user_namespaces(cells.user_namespace_errno));
  }
  for (const std::string& option : needs.config) {
    const std::string name = option.substr(0, option.find('='));
    const auto set = kernel.config.find(name);
    if (!kernel.config_source.empty() &&
        (set == kernel.config.end() ||
         (name != option && set->second != "y"))) {
      return fmt::format(
          "needs a kernel with {}; {} does not set it: boot one that has it",
          option, kernel.config_source);
    }
  }
  for (const std::string& name : needs.syscall) {
    if (const int why = probe_syscall(name)) {
      if (calls_are_filtered()) {
        return fmt::format(
            "needs the system call {}, which a seccomp filter may refuse: {}",
            name, without_filter);
      }
      return fmt::format(
          "needs the system call {}, which fails with {} on this kernel", name,
          strerrorname_np(why));
    }
  }
  const bool proc_here = access("/proc/self", F_OK) == 0;
  // The needed options are set, as checked above. If a sysctl is missing then,
  // the kernel is wrong, and the experiment has to show it.
  const bool sysctls_exist = kernel.config.contains("CONFIG_PROC_SYSCTL");
  for (const std::string& file : needs.file) {
    // The cell has its own /proc: a file that is missing here may exist in it.
    if (!proc_here && file.starts_with("/proc/")) continue;
    if (sysctls_exist && file.starts_with("/proc/sys/")) continue;
    if (access(file.c_str(), F_OK) == -1) {
      return fmt::format("needs {}, which cannot be accessed ({})", file,
                         strerrorname_np(errno));
    }
  }
  // This is checked last: it shows that nothing else is missing.
  if (needs.machine_init) return needs_own_machine;
  return {};
}

}  // namespace pidlab
