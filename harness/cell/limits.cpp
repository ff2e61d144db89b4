// At a limit, it is not the kernel's rule for PID namespaces that answers: an
// experiment gets an error, or a signal without its siginfo, or it is killed.
#include "harness/cell/limits.h"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <filesystem>

namespace pidlab {
namespace {

// Enough for every experiment: one creates 65 processes, two use descriptor
// 100, and each cell uses one descriptor of the harness. A thread has 8 MiB of
// stack, and malloc reserves 128 MiB of address space for it.
struct Limit {
  int resource;
  rlim_t least;
  const char* of;
  const char* option;  // of ulimit in bash(1)
  rlim_t unit;         // of that option's argument
};
constexpr rlim_t kib = 1024, mib = 1024 * kib;
constexpr Limit limits[] = {
    {RLIMIT_NOFILE, 256, "open files", "-n", 1},
    {RLIMIT_NPROC, 128, "processes of a user", "-u", 1},
    {RLIMIT_AS, 256 * mib, "bytes of address space", "-v", kib},
    {RLIMIT_DATA, 256 * mib, "bytes of data", "-d", kib},
    {RLIMIT_STACK, 1 * mib, "bytes of stack", "-s", kib},
    {RLIMIT_FSIZE, 1 * mib, "bytes in a file", "-f", kib},
    {RLIMIT_MEMLOCK, 64 * kib, "bytes of locked memory", "-l", kib},
    {RLIMIT_MSGQUEUE, 128 * kib, "bytes in message queues", "-q", 1},
    {RLIMIT_SIGPENDING, 64, "pending signals", "-i", 1},
};

// gVisor has the limit 0 for pending signals, and queues them nevertheless.
bool is_enforced(int resource) {
  if (resource != RLIMIT_SIGPENDING) return true;
  sigset_t signal, before;
  sigemptyset(&signal);
  sigaddset(&signal, SIGRTMAX);
  pthread_sigmask(SIG_BLOCK, &signal, &before);
  const int error = pthread_sigqueue(pthread_self(), SIGRTMAX, {});
  const timespec at_once{};
  if (error == 0) sigtimedwait(&signal, nullptr, &at_once);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return error == EAGAIN;
}

// How many threads of this user /proc shows. A process has a link for each of
// its threads in the folder "task".
rlim_t threads_of_this_user() {
  rlim_t count = 0;
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc", ignored)) {
    struct stat process, task;
    const std::string path = entry.path();
    if (std::isdigit(path[sizeof "/proc/" - 1]) &&
        stat(path.c_str(), &process) == 0 && process.st_uid == getuid() &&
        stat((path + "/task").c_str(), &task) == 0) {
      count += task.st_nlink - 2;
    }
  }
  return count;
}

// The kernel does not apply the limit to root.
std::optional<std::string> few_processes_left() {
  constexpr rlim_t least = 72;
  rlimit now;
  getrlimit(RLIMIT_NPROC, &now);
  if (getuid() == 0 || now.rlim_cur == RLIM_INFINITY) return {};
  const rlim_t used = threads_of_this_user();
  if (used + least <= now.rlim_cur) return {};
  return fmt::format(
      "needs {} more processes of a user; the limit is {}, and {} exist: raise "
      "the limit (ulimit -u), or end some of them",
      least, now.rlim_cur, used);
}

}  // namespace

std::optional<std::string> raise_limits() {
  for (const auto& [resource, least, of, option, unit] : limits) {
    rlimit now;
    getrlimit(resource, &now);
    if (now.rlim_cur >= least) continue;
    const rlimit raised{.rlim_cur = least,
                        .rlim_max = std::max(now.rlim_max, least)};
    if (setrlimit(resource, &raised) == 0 || !is_enforced(resource)) continue;
    return fmt::format(
        "needs {} {}; the limit is {}: run ulimit {} {}, as root if that fails",
        least, of, now.rlim_cur, option, least / unit);
  }
  return few_processes_left();
}

}  // namespace pidlab
