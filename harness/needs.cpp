#include "harness/needs.h"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <sstream>

namespace pidlab {
namespace {

// The word on the kernel's command line by which a machine says that it was
// started to be destroyed.
constexpr const char* throw_away_word = "pidlab.throwaway";

// With arguments of all ones each of these fails before it does anything:
// no such descriptor, an unknown flag, a size beyond all bounds, no address.
// Where the first argument says what to do, EINVAL means that it is not known.
struct Probe {
  const char* name;
  long number;
  long first = -1;
};
constexpr Probe probes[] = {
    {"clone3", SYS_clone3},
    {"close_range", SYS_close_range},
    {"execveat", SYS_execveat},
    {"fsconfig", SYS_fsconfig},
    {"fsmount", SYS_fsmount},
    {"fsopen", SYS_fsopen},
    {"kcmp", SYS_kcmp},
    {"listns", 470},  // newer than our headers, the same everywhere
    {"memfd_create", SYS_memfd_create},
    {"mount_setattr", SYS_mount_setattr},
    {"move_mount", SYS_move_mount},
    {"mq_notify", SYS_mq_notify},
    {"name_to_handle_at", SYS_name_to_handle_at},
    {"open_by_handle_at", SYS_open_by_handle_at},
    {"open_tree", SYS_open_tree},
    {"openat2", SYS_openat2},
    {"pidfd_getfd", SYS_pidfd_getfd},
    {"pidfd_open", SYS_pidfd_open},
    {"pidfd_send_signal", SYS_pidfd_send_signal},
    {"prctl(PR_SET_CHILD_SUBREAPER)", SYS_prctl, PR_GET_CHILD_SUBREAPER},
    {"setns", SYS_setns},
    {"statx", SYS_statx},
};

// The errno that says that there is no such system call; 0 if there is.
int refusal(const std::string& syscall_name) {
  const auto* probe = std::ranges::find(probes, syscall_name, &Probe::name);
  if (syscall(probe->number, probe->first, -1L, -1L, -1L, -1L, -1L) != -1) {
    return 0;
  }
  const bool unknown =
      errno == ENOSYS || (probe->first != -1 && errno == EINVAL);
  return unknown ? errno : 0;
}

// What all experiments can do with: one makes 65 processes, two of them want
// the descriptor 100, and each cell takes one of the harness.
struct Limit {
  int resource;
  rlim_t least;
  const char* of;
  const char* raise;
};
constexpr Limit limits[] = {
    {RLIMIT_NOFILE, 256, "open files", "ulimit -n"},
    {RLIMIT_NPROC, 128, "processes of a user", "ulimit -u"},
};

std::optional<std::string> low_limit() {
  for (const auto& [resource, least, of, raise] : limits) {
    rlimit now;
    getrlimit(resource, &now);
    if (now.rlim_cur < least) {
      return fmt::format(
          "needs a higher limit on {} than {}: {} {}, as root if it is refused",
          of, now.rlim_cur, raise, least);
    }
  }
  return {};
}

bool on_path(const std::string& tool) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (access((folder + "/" + tool).c_str(), X_OK) == 0) return true;
  }
  return false;
}

bool has_word(const std::string& line, const std::string& wanted) {
  std::istringstream words(line);
  for (std::string word; words >> word;) {
    if (word == wanted) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> unmet(const Needs& needs, const Kernel& kernel,
                                 const Box& box) {
  // Without these there may be no box either.
  if (auto low = low_limit()) return low;
  if (box.refused) return box.refused;
  if (needs.vm && !has_word(kernel.command_line, throw_away_word)) {
    return fmt::format(
        "needs a machine that may be destroyed, with {} on its kernel's "
        "command line: ci/boot --destructive KERNEL",
        throw_away_word);
  }
  if (needs.vm && box.kind != CellKind::none) {
    return "needs the initial PID namespace, where the machine itself is "
           "reached: --cell none";
  }
  if (needs.initial_user_namespace &&
      (box.kind == CellKind::user || !kernel.initial_user_namespace)) {
    return "needs capabilities in the initial user namespace: run as root "
           "outside of any user namespace";
  }
  // A new user namespace gives its first process all capabilities.
  if (box.kind != CellKind::user) {
    for (const std::string& capability : needs.capability) {
      if (std::ranges::count(kernel.capabilities, capability) == 0) {
        return fmt::format(
            "needs {}: run as root, or with --cell user where user namespaces "
            "are allowed",
            capability);
      }
    }
  }
  if (box.foreign && !needs.capability.empty()) {
    return fmt::format(
        "needs {} over its PID namespace, which belongs to another user "
        "namespace: run without --cell none, or in one of your own (unshare "
        "--user --map-root-user --pid --fork --mount-proc)",
        needs.capability.front());
  }
  if (needs.user_namespace && box.user_namespace_errno != 0) {
    return fmt::format(
        "needs new user namespaces: unshare says {}; see sysctl "
        "user.max_user_namespaces, and try without --cell none in a chroot",
        strerrorname_np(box.user_namespace_errno));
  }
  for (const std::string& option : needs.config) {
    if (!kernel.config_source.empty() && !kernel.config.contains(option)) {
      return fmt::format("needs a kernel with {}; {} does not set it", option,
                         kernel.config_source);
    }
  }
  for (const std::string& name : needs.syscall) {
    if (const int why = refusal(name)) {
      return fmt::format("needs the system call {}: this kernel says {}", name,
                         strerrorname_np(why));
    }
  }
  const bool proc_here = access("/proc/self", F_OK) == 0;
  for (const std::string& file : needs.file) {
    // The cell brings a /proc of its own: what is not here may be there.
    if (!proc_here && file.starts_with("/proc/")) continue;
    if (access(file.c_str(), F_OK) == -1) {
      return fmt::format("needs {}, which is not here ({})", file,
                         strerrorname_np(errno));
    }
  }
  for (const std::string& tool : needs.tool) {
    if (!on_path(tool)) {
      return fmt::format("needs the program {}: install it or add it to PATH",
                         tool);
    }
  }
  // Last, so that whoever makes such a machine knows that nothing else is
  // missing.
  if (needs.machine_init) {
    return "needs to be the init of a machine of its own, which it ends: "
           "ci/boot --destructive KERNEL";
  }
  return {};
}

std::vector<std::string> probeable_syscalls() {
  std::vector<std::string> names;
  for (const Probe& probe : probes) names.push_back(probe.name);
  return names;
}

}  // namespace pidlab
