// No stream and no path object is created for each file: there may be ten
// thousand processes.
#include "harness/diagnose/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <string_view>

#include "harness/base/fd.h"
#include "harness/ns/tasks.h"

namespace pidlab {
namespace {

template <typename Number>
Number number(std::string_view text, int base = 10) {
  Number value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, base);
  return value;
}

std::vector<int> numbers(std::string_view text) {
  std::vector<int> all;
  while (!text.empty()) {
    const auto end = text.find('\t');
    all.push_back(number<int>(text.substr(0, end)));
    text = end == text.npos ? "" : text.substr(end + 1);
  }
  return all;
}

void read_line(SeenProcess& process, std::string_view key,
               std::string_view value) {
  const auto signals = [&] { return number<std::uint64_t>(value, 16); };
  if (key == "Name") process.comm = shown(std::string(value));
  if (key == "State") process.state = value.empty() ? '?' : value[0];
  if (key == "Pid") process.pid = number<int>(value);
  if (key == "PPid") process.ppid = number<int>(value);
  if (key == "TracerPid") process.tracer = number<int>(value);
  if (key == "Threads") process.threads = number<int>(value);
  if (key == "NSpid") process.pids = numbers(value);
  if (key == "NSpgid") process.pgids = numbers(value);
  if (key == "NSsid") process.sids = numbers(value);
  if (key == "VmSize") process.has_memory = true;
  if (key == "SigBlk") process.blocked = signals();
  if (key == "SigIgn") process.ignored = signals();
  if (key == "SigCgt") process.caught = signals();
  if (key == "CapBnd") process.bounding = signals();
  if (key == "NoNewPrivs") process.no_new_privs = value == "1";
  if (key == "Seccomp") process.seccomp = number<int>(value);
}

// Field 7 of /proc/PID/stat is the terminal, and field 9 the flags of the task,
// of which PF_EXITING is 4. The name in field 2 may have spaces.
void read_stat(SeenProcess& process, const std::string& stat) {
  std::string_view rest(stat);
  rest.remove_prefix(std::min(rest.rfind(')'), rest.size()));
  for (int field = 2; !rest.empty(); ++field) {
    const auto end = rest.find(' ');
    const std::string_view word = rest.substr(0, end);
    if (field == 7) process.has_terminal = number<int>(word) != 0;
    if (field == 9) process.ending = number<unsigned>(word) & 4;
    rest = end == rest.npos ? "" : rest.substr(end + 1);
  }
}

void read_for_children(SeenProcess& process, int tid) {
  const Inode ns = inode_of(
      fmt::format("/proc/{}/task/{}/ns/pid_for_children", process.pid, tid));
  // ENOENT: the namespace does not have an init yet. A task that has ended
  // between the two readings has no directory.
  if (ns == 0 &&
      (errno != ENOENT ||
       access(fmt::format("/proc/{}/task/{}/ns", process.pid, tid).c_str(),
              F_OK) == -1)) {
    return;
  }
  if (ns != process.ns) process.elsewhere.push_back({tid, ns});
}

}  // namespace

std::string text_of(const std::string& path) {
  const Fd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  if (file == -1) return text;
  char part[4096];
  for (ssize_t got; (got = read(file, part, sizeof part)) > 0;) {
    text.append(part, std::size_t(got));
  }
  return text;
}

std::string text_in_proc(const std::string& path) {
  const Fd file(open(path.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
  struct statfs system;
  if (fstatfs(file, &system) == -1 || system.f_type != PROC_SUPER_MAGIC) {
    return "";
  }
  return text_of(fmt::format("/proc/self/fd/{}", int(file)));
}

std::string target_of(const std::string& path) {
  char target[256];
  const ssize_t length = readlink(path.c_str(), target, sizeof target);
  return length <= 0 ? "" : std::string(target, std::size_t(length));
}

Inode inode_of(const std::string& link) {
  const std::string target = target_of(link);
  const auto at = target.find(":[");
  if (at == target.npos) return 0;
  return number<Inode>(std::string_view(target).substr(at + 2));
}

SeenProcess parse_status(const std::string& status) {
  SeenProcess process;
  std::string_view rest(status);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto colon = line.find(":\t");
    if (colon == line.npos) continue;
    read_line(process, line.substr(0, colon), line.substr(colon + 2));
  }
  return process;
}

std::optional<SeenProcess> read_process(int pid) {
  const std::string folder = fmt::format("/proc/{}", pid);
  const std::string status = text_of(folder + "/status");
  SeenProcess process = parse_status(status);
  if (process.pid != pid) return {};
  process.ns = inode_of(folder + "/ns/pid");
  if (process.ns == 0) {
    if (errno != EACCES && errno != EPERM) return {};
    process.forbidden = true;
  }
  if (!process.pids.empty() && process.pids.back() == 1) {
    read_stat(process, text_of(folder + "/stat"));
  }
  if (process.forbidden || !process.has_memory) return process;
  process.mounts = inode_of(folder + "/ns/mnt");
  if (process.threads == 1) {
    read_for_children(process, pid);
  } else {
    for (const int tid : numbered_entries(folder + "/task")) {
      read_for_children(process, tid);
    }
  }
  return process;
}

}  // namespace pidlab
