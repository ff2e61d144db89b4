// Finds out by trying, and explains a refusal.
#include "harness/cell/survey.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/nsfs.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <system_error>

#include "harness/base/ending.h"
#include "harness/base/this_program.h"
#include "harness/cell/cell.h"
#include "harness/cell/excuse.h"
#include "harness/cell/limits.h"
#include "harness/cell/surroundings.h"
#include "harness/record/kernel.h"

namespace pidlab {
namespace {

// Whether the caller already has another PID namespace for its children,
// perhaps one without an init: then clone(CLONE_NEWPID) fails with EINVAL.
bool has_unshared() {
  struct stat own, for_children;
  return stat("/proc/self/ns/pid", &own) == 0 &&
         (stat("/proc/self/ns/pid_for_children", &for_children) == -1 ||
          own.st_ino != for_children.st_ino);
}

// The errno of a clone with these flags, or 0.
int errno_of_clone(unsigned long flags) {
  const auto child =
      pid_t(syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, 0, 0));
  if (child == 0) _exit(0);
  if (child == -1) return errno;
  waitpid(child, nullptr, 0);
  return 0;
}

struct NamespaceType {
  unsigned long flag;
  const char* option;
  const char* sysctl;
};
constexpr NamespaceType types[] = {
    {CLONE_NEWUSER, "CONFIG_USER_NS", "max_user_namespaces"},
    {CLONE_NEWPID, "CONFIG_PID_NS", "max_pid_namespaces"},
    {CLONE_NEWNS, "", "max_mnt_namespaces"},
    {CLONE_NEWIPC, "CONFIG_IPC_NS", "max_ipc_namespaces"},
};

// The first type of namespace of a cell for which clone fails with that error.
const NamespaceType* refused_type(CellKind kind, int error) {
  const unsigned long user = kind == CellKind::user ? CLONE_NEWUSER : 0;
  for (const NamespaceType& type : types) {
    if (type.flag == CLONE_NEWUSER && user == 0) continue;
    if (errno_of_clone(user | type.flag) == error) return &type;
  }
  return nullptr;
}

// The remedy if clone fails with EINVAL, as it does for every namespace type
// that the kernel was built without.
std::string help_for_einval(CellKind kind) {
  if (has_unshared())
    return "pidlab's children would be in another PID namespace (unshare or "
           "setns): start pidlab as a child, as unshare --pid --fork does";
  const NamespaceType* type = refused_type(kind, EINVAL);
  if (!type) return "see clone(2)";
  return fmt::format("this kernel was built without {}; boot one that has it",
                     type->option);
}

// The remedy if clone fails with ENOSPC: each type of namespace has a limit on
// the number of namespaces, and some have one on the depth.
std::string help_for_enospc(CellKind kind, const Surroundings& place) {
  const NamespaceType* type = refused_type(kind, ENOSPC);
  if (!type)
    return "a limit on namespaces was reached for a short time: run pidlab "
           "again";
  if (type->flag == CLONE_NEWPID && place.pid_level.value_or(0) >= 31) {
    return "PID namespaces nest 32 levels deep, and this is the deepest level: "
           "run pidlab at a lower level";
  }
  std::string value = "unknown";
  std::ifstream(fmt::format("/proc/sys/user/{}", type->sysctl)) >> value;
  return fmt::format(
      "the sysctl user.{} is {} here, and the limit is reached here or in an "
      "outer user namespace: raise it{}",
      type->sysctl, value,
      type->flag == CLONE_NEWUSER
          ? ", or run as root in the initial user namespace"
          : "");
}

constexpr const char* allow_user_namespaces =
    "allow user namespaces (sysctl user.max_user_namespaces, "
    "kernel.unprivileged_userns_clone, "
    "kernel.apparmor_restrict_unprivileged_userns), or use --cell none";

// The remedy if the kernel or a filter refuses a call with EPERM or EACCES.
std::string help_for_eperm(CellKind kind, const std::string& what,
                           const Kernel& kernel, const Surroundings& place) {
  const auto has = [&](const char* capability) {
    return std::ranges::count(kernel.capabilities, capability) > 0;
  };
  const bool is_root = kernel.uid == 0;
  if (what.find("_map") != what.npos && is_root && !has("CAP_SETFCAP")) {
    return "this root lacks CAP_SETFCAP, without which the kernel does not map "
           "UID 0 into a user namespace: add it (podman, Docker: --cap-add "
           "SETFCAP), or run as another user";
  }
  if (kind == CellKind::user && place.chrooted && what == "clone") {
    return "the kernel refuses new user namespaces in a chroot: run outside "
           "the chroot, or as root";
  }
  if (kind == CellKind::root && !has("CAP_SYS_ADMIN")) {
    return is_root ? "this root lacks CAP_SYS_ADMIN: add it (podman, Docker: "
                     "--cap-add SYS_ADMIN), or use --cell user"
                   : "run as root with CAP_SYS_ADMIN, or use --cell none";
  }
  if (place.filtered) {
    return fmt::format("a seccomp filter is active and can be the reason: {}",
                       without_filter);
  }
  if (kind == CellKind::root)
    return "see the kernel log (dmesg), or use --cell none";
  return is_root ? allow_user_namespaces
                 : fmt::format("run as root, {}", allow_user_namespaces);
}

// `what` failed with that error. A cell reports both as one text.
std::string advice(CellKind kind, const std::string& what, int error) {
  const Surroundings place = surroundings();
  std::string help;
  if (!place.has_proc && what.starts_with("writing /proc/")) {
    help = "no /proc is mounted here: mount -t proc proc /proc, as root";
  } else if (error == EROFS && what.starts_with("writing /proc/")) {
    help = "/proc is mounted read-only: " + options_for_proc(place);
  } else if (what.starts_with("mounting /proc")) {
    help = options_for_proc(place);
  } else if (what == "leaving the chroot" && !place.has_proc) {
    help = "no /proc is mounted in this chroot: mount -t proc proc /proc";
  } else if (error == EMFILE || error == ENFILE) {
    help = "allow more open files (ulimit -n)";
  } else if (error == EINVAL && what == "clone") {
    help = help_for_einval(kind);
  } else if (error == ENOSPC && what == "clone") {
    help = help_for_enospc(kind, place);
  } else if (error == EAGAIN) {
    help = "allow more processes (ulimit -u, or the cgroup's pids.max)";
  } else {
    help = help_for_eperm(kind, what, running_kernel(), place);
  }
  return fmt::format(
      "cannot create a cell {} ({}: {}): {}",
      kind == CellKind::root ? "as root" : "for an ordinary user", what,
      strerrorname_np(error), help);
}

// Why cells keep the /proc from outside: see mount_too_revealing() of Linux.
std::string why_no_new_proc() {
  const Surroundings place = surroundings();
  return fmt::format(
      "needs a new /proc, which the kernel refuses here (mounting /proc: "
      "EPERM), because {}: {}",
      place.masks.empty() ? "the present one is not fully visible"
                          : place.masks.front() + " is covered",
      options_for_proc(place));
}

// A program that its user cannot read: the kernel gives the files of its
// processes in /proc to root.
std::optional<std::string> unreadable() {
  const std::string file = path_of_this_program();
  if (faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) == 0 ||
      errno != EACCES) {
    return {};
  }
  return fmt::format(
      "{} can be executed but not read, so its processes cannot use their "
      "files in /proc: chmod a+r {}",
      file, file);
}

// Whether /proc is of this process's PID namespace: the init of a bare cell
// finds its children in it.
bool has_own_proc() {
  char self[16] = {};
  return readlink("/proc/self", self, sizeof self - 1) > 0 &&
         std::atoi(self) == getpid();
}

// Why a part of this /proc may be missing or read-only for a bare cell.
std::optional<std::string> why_proc_is_not_whole() {
  struct statvfs sysctls;
  const char* lacks = statvfs("/proc/sys", &sysctls) == -1
                          ? "/proc/sys does not exist (subset=pid)"
                      : (sysctls.f_flag & ST_RDONLY) != 0
                          ? "/proc/sys is read-only"
                          : nullptr;
  if (!lacks) return {};
  return fmt::format(
      "needs a whole /proc, and here {}: run without --cell none, or {}", lacks,
      options_for_proc(surroundings()));
}

// Whether another user namespace owns our PID namespace, so that our
// capabilities do not apply to it. Unknown before Linux 4.9.
bool is_in_a_foreign_pid_namespace() {
  const Fd ns(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC));
  const Fd owner(ioctl(ns, NS_GET_USERNS));
  if (owner == -1) return errno == EPERM;  // the owner is above our own
  struct stat its, ours;
  return fstat(owner, &its) == 0 && stat("/proc/self/ns/user", &ours) == 0 &&
         its.st_ino != ours.st_ino;
}

// Whether a message or end-of-file arrives in time.
bool speaks_in_time(const Cell& cell) {
  pollfd reports{.fd = cell.reports, .events = POLLIN, .revents = 0};
  const auto most = std::chrono::milliseconds(patience).count();
  return poll(&reports, 1, int(most)) == 1;
}

}  // namespace

CellSurvey survey_cells(CellKind kind) {
  CellSurvey survey{.kind = kind, .refused = raise_limits()};
  if (!survey.refused) survey.refused = unreadable();
  if (survey.refused) return survey;
  if (kind == CellKind::root && geteuid() != 0 &&
      errno_of_clone(CLONE_NEWPID) == 0) {
    survey.refused =
        "cannot create a cell as root: this user has CAP_SYS_ADMIN, but not "
        "the user ID 0, which experiments expect: run as root, or use --cell "
        "user";
    return survey;
  }
  if (kind == CellKind::none) {
    if (!has_own_proc()) {
      survey.refused =
          "a bare cell needs the /proc of this PID namespace to end its "
          "processes: mount -t proc proc /proc, or run without --cell none";
      return survey;
    }
    survey.proc_refused = why_proc_is_not_whole();
    survey.foreign = is_in_a_foreign_pid_namespace();
  }
  try {
    const Cell cell = open_cell(kind, {});
    while (speaks_in_time(cell)) {
      const auto message = receive(cell);
      if (!message) break;
      if (message->kind == Message::keeps_proc) {
        survey.proc_refused = why_no_new_proc();
      } else if (message->kind == Message::lacks_tmp) {
        survey.no_tmp =
            "needs a folder /tmp, which does not exist, and which this user "
            "cannot create: create it, or run as root";
      } else if (message->kind == Message::hides_proc) {
        survey.hidden_proc = true;
      } else if (message->kind == Message::keeps_root) {
        survey.fixed_root = true;
      } else {
        survey.refused =
            advice(kind, message->text.substr(0, message->text.rfind(':')),
                   message->number);
      }
    }
    const auto status = close_cell(cell, kind);
    if (!status) {
      survey.refused = fmt::format(
          "a cell does not end when its init is killed: {}", left_in(cell));
    }
    if (status && WIFEXITED(*status)) {
      survey.user_namespace_errno = WEXITSTATUS(*status);
    } else if (status && !survey.refused) {
      survey.refused = fmt::format(
          "the init of a cell was {} before it was ready", ending(*status));
    }
  } catch (const std::system_error& error) {
    const std::string text = error.what();
    survey.refused =
        advice(kind, text.substr(0, text.find(':')), error.code().value());
  }
  return survey;
}

}  // namespace pidlab
