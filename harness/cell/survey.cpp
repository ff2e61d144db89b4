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
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include "harness/base/ending.h"
#include "harness/cell/cell.h"

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

// The remedy if clone fails with EINVAL, as it does for every namespace type
// that the kernel was built without.
std::string help_for_einval(CellKind kind) {
  if (has_unshared())
    return "pidlab's children would be in another PID namespace (unshare or "
           "setns): start pidlab as a child, as unshare --pid --fork does";
  const unsigned long user = kind == CellKind::user ? CLONE_NEWUSER : 0;
  for (const auto& [flags, option] :
       {std::pair{user, "CONFIG_USER_NS"},
        std::pair{user | CLONE_NEWPID, "CONFIG_PID_NS"},
        std::pair{user | CLONE_NEWIPC, "CONFIG_IPC_NS"}}) {
    const auto child =
        pid_t(syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, 0, 0));
    if (child == 0) _exit(0);
    if (child == -1 && errno == EINVAL) {
      return fmt::format(
          "this kernel was built without {}; boot one that has it", option);
    }
    if (child > 0) waitpid(child, nullptr, 0);
  }
  return "see clone(2)";
}

// The remedy if clone fails with ENOSPC: each type of namespace has a limit on
// the number of namespaces, and some have one on the depth.
std::string help_for_enospc(CellKind kind) {
  return fmt::format(
      "too many namespaces, or nested too deeply; raise the sysctls "
      "user.max_pid_namespaces, user.max_mnt_namespaces{} "
      "user.max_ipc_namespaces{}, or use --cell none",
      kind == CellKind::user ? "," : " and",
      kind == CellKind::user ? " and user.max_user_namespaces" : "");
}

std::string advice(CellKind kind, const std::string& why, int error = 0) {
  const std::string user =
      kind == CellKind::root ? "as root" : "for an ordinary user";
  const std::string help =
      error == EINVAL   ? help_for_einval(kind)
      : error == ENOSPC ? help_for_enospc(kind)
      : error == EAGAIN
          ? "allow more processes (ulimit -u, or the cgroup's pids.max)"
      : kind == CellKind::root
          ? "run as root with CAP_SYS_ADMIN, or use --cell none"
          : "run as root, allow user namespaces "
            "(sysctl user.max_user_namespaces, "
            "kernel.unprivileged_userns_clone, "
            "kernel.apparmor_restrict_unprivileged_userns), or use --cell none";
  return fmt::format("no cell {} ({}): {}", user, why, help);
}

// Whether /proc is of this process's PID namespace: the init of a bare cell
// finds its children in it.
bool has_own_proc() {
  char self[16] = {};
  return readlink("/proc/self", self, sizeof self - 1) > 0 &&
         std::atoi(self) == getpid();
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
  CellSurvey survey{.kind = kind, .refused = {}};
  if (kind == CellKind::none) {
    if (!has_own_proc()) {
      survey.refused =
          "a bare cell needs the /proc of this PID namespace to end its "
          "processes: mount -t proc proc /proc, or run without --cell none";
      return survey;
    }
    survey.foreign = is_in_a_foreign_pid_namespace();
  }
  try {
    const Cell cell = open_cell(kind, {});
    while (speaks_in_time(cell)) {
      const auto message = receive(cell);
      if (!message) break;
      survey.refused = advice(kind, message->text);
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
    const int number = error.code().value();
    survey.refused =
        advice(kind, fmt::format("clone: {}", strerrorname_np(number)), number);
  }
  return survey;
}

}  // namespace pidlab
