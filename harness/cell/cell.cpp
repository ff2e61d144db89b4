// A cell is one clone(2); its init sends packets over a socket. The init is
// known by a pidfd, since a broken kernel may confuse PIDs.
#include "harness/cell/cell.h"

#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>
#include <utility>

#include "harness/cell/cell_init.h"

namespace pidlab {
namespace {

// One packet holds a whole line of an experiment, and any report of a
// sanitizer; what is longer is cut, and its line will not parse.
constexpr std::size_t longest_packet = 64 * 1024;

constexpr auto pidfd_type =
    idtype_t(3);  // P_PIDFD, which glibc 2.35 does not have

unsigned long namespaces(CellKind kind) {
  constexpr unsigned long all = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC;
  switch (kind) {
    case CellKind::root:
      return all;
    case CellKind::user:
      return all | CLONE_NEWUSER;
    case CellKind::none:
      return 0;
  }
  return 0;
}

// clone, not clone3: the harness also runs where clone3 does not exist.
pid_t clone_with(unsigned long flags, Fd& pidfd) {
  int fd = -1;
  auto child =
      syscall(SYS_clone, flags | CLONE_PIDFD | SIGCHLD, nullptr, &fd, 0, 0);
  if (child == -1 && errno == EINVAL) {
    child = syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, 0, 0);
  }
  if (child > 0) pidfd = Fd(fd);
  return pid_t(child);
}

void signal_init(const Cell& cell, int signal) {
  if (syscall(SYS_pidfd_send_signal, int(cell.pidfd), signal, nullptr, 0) ==
          0 ||
      errno == ESRCH) {  // it has ended
    return;
  }
  // kill(2) with 0 or -1 signals many processes, and 1 is another init.
  if (cell.init > 1) kill(cell.init, signal);
}

struct Process {
  pid_t parent;
  std::string line;
};

// All processes that /proc shows.
std::map<pid_t, Process> processes() {
  std::map<pid_t, Process> all;
  std::error_code error;
  for (const auto& folder :
       std::filesystem::directory_iterator("/proc", error)) {
    const pid_t pid = std::atoi(folder.path().filename().c_str());
    std::ifstream stat(folder.path() / "stat");
    std::string text;
    // Unlike an iterator, it does not throw if the process has ended, or if
    // this is the folder /proc/net/stat. A name can have several lines.
    std::getline(stat, text, '\0');
    const auto open = text.find('('), close = text.rfind(") ");
    if (pid == 0 || open == text.npos || close == text.npos) continue;
    all[pid] = {
        std::atoi(text.c_str() + close + 4),
        fmt::format("PID {} ({}, state {})", pid,
                    text.substr(open + 1, close - open - 1), text[close + 2])};
  }
  return all;
}

}  // namespace

Cell open_cell(CellKind kind, const Program& program, bool traced) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1) {
    throw std::system_error(errno, std::generic_category(), "socketpair");
  }
  Fd ours(ends[0]), theirs(ends[1]);
  const CellOrders orders{.kind = kind,
                          .program = program,
                          .traced = traced,
                          .uid = geteuid(),
                          .gid = getegid(),
                          .reports = theirs};
  Fd pidfd;
  const pid_t init = clone_with(namespaces(kind), pidfd);
  if (init == -1) {
    throw std::system_error(errno, std::generic_category(), "clone");
  }
  if (init == 0) be_cell_init(orders);
  return {init, std::move(pidfd), std::move(ours)};
}

std::optional<Message> receive(const Cell& cell) {
  static char packet[2 * sizeof(int) + longest_packet];
  ssize_t size;
  while ((size = recv(cell.reports, packet, sizeof packet, 0)) == -1 &&
         errno == EINTR) {
  }
  if (size < ssize_t(2 * sizeof(int))) return {};
  int head[2];
  std::memcpy(head, packet, sizeof head);
  return Message{Message::Kind(head[0]), head[1],
                 std::string(packet + sizeof head, size - sizeof head)};
}

void end_cell(const Cell& cell, CellKind kind) {
  // Without namespaces the init has to kill its children itself.
  signal_init(cell, kind == CellKind::none ? SIGTERM : SIGKILL);
  // An experiment may have stopped it.
  if (kind == CellKind::none) signal_init(cell, SIGCONT);
}

std::optional<int> reap(const Cell& cell) {
  siginfo_t info{};
  if (waitid(pidfd_type, id_t(int(cell.pidfd)), &info, WEXITED | WNOHANG) ==
      0) {
    if (info.si_signo == 0) return {};
    return info.si_code == CLD_EXITED ? W_EXITCODE(info.si_status, 0)
                                      : W_EXITCODE(0, info.si_status);
  }
  int status = 0;
  if (waitpid(cell.init, &status, WNOHANG) == 0) return {};
  return status;
}

std::optional<int> close_cell(const Cell& cell, CellKind kind) {
  end_cell(cell, kind);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  pollfd end{.fd = cell.pidfd, .events = POLLIN, .revents = 0};
  std::optional<int> status;
  while (!(status = reap(cell)) &&
         std::chrono::steady_clock::now() < deadline) {
    poll(&end, 1, 1);
  }
  return status;
}

std::string left_in(const Cell& cell) {
  const auto all = processes();
  std::string left;
  for (const auto& [pid, process] : all) {
    pid_t above = pid;
    while (above != cell.init && all.contains(above)) {
      above = all.at(above).parent;
    }
    if (above != cell.init) continue;
    left += (left.empty() ? "" : ", ") + process.line;
  }
  return left.empty() ? "no process of it is visible" : left;
}

}  // namespace pidlab
