// /proc changes while it is read: a task that has ended is left out.
#include "harness/ns/tasks.h"

#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/vfs.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/base/bad_input.h"
#include "harness/base/text.h"
#include "harness/record/kernel.h"

namespace pidlab {
namespace {

namespace fs = std::filesystem;

// The process of a folder may end at any time: then the list is empty, or
// short.
std::vector<fs::path> entries(const fs::path& folder, std::error_code& error) {
  std::vector<fs::path> found;
  for (fs::directory_iterator at(folder, error), end; at != end;
       at.increment(error)) {
    found.push_back(at->path());
  }
  return found;
}

}  // namespace

std::string shown(const std::string& name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

void need_proc() {
  struct statfs system;
  if (statfs("/proc", &system) == 0 && system.f_type == PROC_SUPER_MAGIC) {
    return;
  }
  throw BadInput("/proc: not a proc file system: mount -t proc proc /proc");
}

std::vector<int> numbered_entries(const std::string& folder) {
  std::vector<int> numbers;
  std::error_code gone;
  for (const fs::path& entry : entries(folder, gone)) {
    const std::string name = entry.filename();
    int number = 0;
    const auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc{} && *end == '\0') numbers.push_back(number);
  }
  std::ranges::sort(numbers);
  return numbers;
}

Task read_task(int pid, int tid) {
  Task task{.pid = pid, .tid = tid, .comm = {}, .numbers = {}, .links = {}};
  const fs::path folder = fmt::format("/proc/{}/task/{}", pid, tid);
  std::ifstream status(folder / "status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("Name:\t")) task.comm = shown(line.substr(6));
    if (!line.starts_with("NSpid:\t")) continue;
    std::istringstream words(line.substr(7));
    for (std::string word; words >> word;) {
      task.numbers += fmt::format("{:>7} ", word);
    }
  }
  std::error_code error;
  for (const fs::path& link : entries(folder / "ns", error)) {
    const auto target = fs::read_symlink(link, error);
    if (!error) task.links[link.filename()] = target;
  }
  task.forbidden = error == std::errc::permission_denied;
  return task;
}

std::vector<Task> all_tasks() {
  need_proc();
  std::vector<Task> tasks;
  for (const int pid : numbered_entries("/proc")) {
    for (const int tid : numbered_entries(fmt::format("/proc/{}/task", pid))) {
      tasks.push_back(read_task(pid, tid));
    }
  }
  return tasks;
}

std::string how_to_read() {
  const Kernel kernel = running_kernel();
  if (!std::ranges::count(kernel.capabilities, "CAP_SYS_PTRACE")) {
    return "run as root, or with CAP_SYS_PTRACE";
  }
  return kernel.initial_user_namespace
             ? "a security module forbids it, although pidlab has "
               "CAP_SYS_PTRACE"
             : "run as root outside of this user namespace";
}

std::string unreadable_processes(const std::vector<Task>& tasks) {
  const auto count = std::ranges::count_if(tasks, [](const Task& task) {
    return task.forbidden && task.pid == task.tid;
  });
  if (count == 0) return "";
  return fmt::format("{} cannot be read and {} left out: {}",
                     counted(std::size_t(count), "process", "processes"),
                     count == 1 ? "is" : "are", how_to_read());
}

}  // namespace pidlab
