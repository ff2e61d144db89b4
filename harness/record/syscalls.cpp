// A system call is probed with arguments that it must refuse.
#include "harness/record/syscalls.h"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace pidlab {
namespace {

// With arguments of all ones each of these fails before it does anything: the
// descriptor, flag, size or address is invalid. If the first argument is an
// operation, EINVAL means that the kernel does not know it.
struct Probe {
  const char* name;
  long number;
  long first = -1, second = -1;
};
constexpr Probe probes[] = {
    {"clone3", SYS_clone3},
    {"close_range", SYS_close_range},
    {"execveat", SYS_execveat},
    {"fsconfig", SYS_fsconfig},
    {"fsmount", SYS_fsmount},
    {"fsopen", SYS_fsopen},
    {"io_uring_setup", SYS_io_uring_setup},
    {"ioprio_get", SYS_ioprio_get},
    {"kcmp", SYS_kcmp},
    {"listns", 470},  // newer than our headers, the same everywhere
    {"memfd_create", SYS_memfd_create},
    {"mount_setattr", SYS_mount_setattr},
    {"move_mount", SYS_move_mount},
    {"move_pages", SYS_move_pages},
    {"mq_notify", SYS_mq_notify},
    {"name_to_handle_at", SYS_name_to_handle_at},
    {"open_by_handle_at", SYS_open_by_handle_at},
    {"open_tree", SYS_open_tree},
    {"openat2", SYS_openat2},
    {"pidfd_getfd", SYS_pidfd_getfd},
    {"pidfd_open", SYS_pidfd_open},
    {"pidfd_send_signal", SYS_pidfd_send_signal},
    {"prctl(PR_SET_CHILD_SUBREAPER)", SYS_prctl, PR_GET_CHILD_SUBREAPER},
    {"prctl(PR_SET_PTRACER)", SYS_prctl, PR_SET_PTRACER, 0},  // Yama
    {"process_madvise", SYS_process_madvise},
    {"process_mrelease", SYS_process_mrelease},
    {"sched_getattr", SYS_sched_getattr},
    {"setns", SYS_setns},
    {"statx", SYS_statx},
};

int try_out(const Probe* probe) {
  if (syscall(probe->number, probe->first, probe->second, -1L, -1L, -1L, -1L) !=
      -1) {
    return 0;
  }
  // A user that kernel.io_uring_disabled excludes gets EPERM.
  const bool disabled = probe->number == SYS_io_uring_setup && errno == EPERM;
  const bool unknown =
      errno == ENOSYS || disabled || (probe->first != -1 && errno == EINVAL);
  return unknown ? errno : 0;
}

}  // namespace

// A filter that refuses prctl is also one.
bool calls_are_filtered() {
  const int mode = prctl(PR_GET_SECCOMP, 0, 0, 0, 0);
  return mode > 0 || (mode == -1 && errno != EINVAL);
}

int probe_syscall(const std::string& name) {
  const auto* probe = std::ranges::find(probes, name, &Probe::name);
  if (!calls_are_filtered()) return try_out(probe);
  // The filter may kill the caller.
  const pid_t child = fork();
  if (child == 0) _exit(try_out(probe));
  int status;
  if (child == -1 || waitpid(child, &status, 0) == -1) return errno;
  return WIFEXITED(status) ? WEXITSTATUS(status) : ENOSYS;
}

std::vector<std::string> probeable_syscalls() {
  std::vector<std::string> names;
  for (const Probe& probe : probes) names.push_back(probe.name);
  return names;
}

}  // namespace pidlab
