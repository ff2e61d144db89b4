// Reads all processes, their namespaces, and the /proc that each of them sees.
// A process that ends meanwhile is left out.
#include "harness/diagnose/machine.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/nsfs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>
#include <utility>

#include "harness/base/fd.h"
#include "harness/diagnose/process.h"
#include "harness/ns/tasks.h"

namespace pidlab {
namespace {

// The inode of the initial PID namespace: PROC_PID_INIT_INO of the kernel.
constexpr Inode initial_inode = 0xEFFFFFFC;

Inode parent_of(int pid) {
  const Fd ns(
      open(fmt::format("/proc/{}/ns/pid", pid).c_str(), O_RDONLY | O_CLOEXEC));
  if (ns == -1) return 0;
  const Fd parent(ioctl(ns, NS_GET_PARENT));
  struct stat file;
  if (parent == -1 || fstat(parent, &file) == -1) return 0;
  return file.st_ino;
}

// A line of proc_pid_mountinfo(5).
struct Mount {
  std::string root, place, type, options;
};

std::vector<Mount> mounts_of(int pid) {
  std::vector<Mount> mounts;
  std::istringstream lines(text_of(fmt::format("/proc/{}/mountinfo", pid)));
  for (std::string line; std::getline(lines, line);) {
    const auto dash = line.find(" - ");
    if (dash == line.npos) continue;
    Mount mount;
    std::string skip;
    std::istringstream(line) >> skip >> skip >> skip >> mount.root >>
        mount.place;
    std::istringstream(line.substr(dash + 3)) >> mount.type >> skip >>
        mount.options;
    mounts.push_back(mount);
  }
  return mounts;
}

Inode inode_in(const std::string& target) {
  if (!target.starts_with("pid:[")) return 0;
  return std::stoul(target.substr(5));
}

void add_kept_by_mounts(Machine& machine, int pid,
                        const std::vector<Mount>& mounts) {
  for (const Mount& mount : mounts) {
    if (mount.type != "nsfs") continue;
    const Inode ns = inode_in(mount.root);
    if (ns == 0 || machine.namespaces.contains(ns)) continue;
    machine.kept.push_back(
        {ns, pid, fmt::format("/proc/{}/mountinfo", pid),
         fmt::format("{} is mounted on {}", mount.root, mount.place)});
  }
}

void add_kept_by_files(Machine& machine, int pid) {
  const std::string folder = fmt::format("/proc/{}/fd", pid);
  DIR* files = opendir(folder.c_str());
  if (!files) return;
  char target[64];
  while (const dirent* entry = readdir(files)) {
    if (entry->d_name[0] == '.') continue;
    const ssize_t length =
        readlinkat(dirfd(files), entry->d_name, target, sizeof target - 1);
    if (length <= 0 || target[0] != 'p') continue;
    target[length] = '\0';
    const Inode ns = inode_in(target);
    if (ns == 0 || machine.namespaces.contains(ns)) continue;
    machine.kept.push_back(
        {ns, pid, fmt::format("{}/{}", folder, entry->d_name), target});
  }
  closedir(files);
}

// Whether the /proc of a process has that process under its PIDs from this
// level on. It has if the /proc belongs to the namespace of that level.
bool shows_from(const std::string& proc, const SeenProcess& process,
                std::size_t level) {
  const SeenProcess there = parse_status(
      text_in_proc(fmt::format("{}/{}/status", proc, process.pids[level])));
  return std::ranges::equal(
      there.pids, std::vector(process.pids.begin() + std::ptrdiff_t(level),
                              process.pids.end()));
}

// The link of PID 1 in a /proc shows to which namespace the /proc belongs. If
// it cannot be read, the PIDs of the process itself may show it.
void find_owner(ProcView& view, const SeenProcess& process) {
  const std::string proc = fmt::format("/proc/{}/root/proc", process.pid);
  view.file = proc + "/1/ns/pid";
  if (const Inode ns = inode_of(view.file)) {
    view.of_its_namespace = ns == process.ns;
    view.value = pid_namespace(ns);
    return;
  }
  for (std::size_t level = 0; level < process.pids.size(); ++level) {
    if (!shows_from(proc, process, level)) continue;
    view.of_its_namespace = level + 1 == process.pids.size();
    view.file = fmt::format("{}/{}/status", proc, process.pids[level]);
    view.value = fmt::format("NSpid has {} PIDs", process.pids.size() - level);
    return;
  }
  view.of_its_namespace = false;
  view.file = fmt::format("{}/{}", proc, process.pids.back());
  view.value = "is not this process";
}

ProcView proc_view(const SeenProcess& process,
                   const std::vector<Mount>& mounts) {
  ProcView view{.pid = process.pid,
                .file = fmt::format("/proc/{}/mountinfo", process.pid),
                .value = "nothing is mounted on /proc"};
  std::string options;
  for (const Mount& mount : mounts) {
    if (mount.place == "/proc") {
      view.mounted = mount.type == "proc" && mount.root == "/";
      view.value = fmt::format("{} is mounted on /proc", mount.type);
      view.covered.clear();
      options = mount.options;
    }
    // The kernel made these two directories for mounts, and nothing is in them.
    if (mount.place.starts_with("/proc/") &&
        !mount.place.starts_with("/proc/sys/fs/binfmt_misc") &&
        !mount.place.starts_with("/proc/fs/nfsd") &&
        std::ranges::find(view.covered, mount.place) == view.covered.end()) {
      view.covered.push_back(mount.place);
    }
  }
  std::istringstream words(options);
  for (std::string word; std::getline(words, word, ',');) {
    if (word.starts_with("hidepid=") && word != "hidepid=0" &&
        word != "hidepid=off") {
      view.hidepid = word;
    }
  }
  // The mount comes first: if the root is on a server that does not answer,
  // opening a file there would block forever.
  if (!view.mounted) return view;
  find_owner(view, process);
  if (!view.of_its_namespace) {
    // It may have ended meanwhile, or have been in the middle of unshare(1).
    const auto again = read_process(process.pid);
    view.of_its_namespace =
        !again || again->mounts != process.mounts || !again->elsewhere.empty();
  }
  return view;
}

void add_processes(Machine& machine) {
  std::set<int> known;
  for (const SeenProcess& process : machine.processes) {
    known.insert(process.pid);
  }
  for (const int pid : numbered_entries("/proc")) {
    if (known.contains(pid)) continue;
    auto process = read_process(pid);
    if (!process) continue;
    if (process->pids.size() == 1) process->ns = machine.outermost;
    machine.processes.push_back(std::move(*process));
  }
  std::ranges::sort(machine.processes, {}, &SeenProcess::pid);
}

// Processes start and end while others are read. So those that a rule may
// accuse are read once more, after all others: a child that has just ended is a
// zombie until its parent has woken up, and an init may be about to end.
void read_suspects_again(Machine& machine) {
  std::set<int> suspects, zombies;
  for (const SeenProcess& process : machine.processes) {
    if (process.state == 'Z') {
      zombies.insert(process.pid);
      suspects.insert(process.ppid);
    } else if (machine.is_init(process) || !process.elsewhere.empty()) {
      suspects.insert(process.pid);
    }
  }
  // The zombies come last: their parents have had the time to reap them.
  for (const std::set<int>& pids : {suspects, zombies}) {
    std::erase_if(machine.processes, [&](SeenProcess& process) {
      if (!pids.contains(process.pid)) return false;
      auto again = read_process(process.pid);
      if (!again) return true;
      if (again->ns == 0) again->ns = process.ns;
      // The init of a namespace that is new was perhaps not read.
      if (again->elsewhere != process.elsewhere) again->elsewhere.clear();
      process = std::move(*again);
      return false;
    });
  }
}

void add_namespaces(Machine& machine) {
  for (const SeenProcess& process : machine.processes) {
    if (process.ns == 0) continue;
    SeenNamespace& ns = machine.namespaces[process.ns];
    if (!process.pids.empty() && process.pids.back() == 1) {
      ns.init = process.pid;
    }
  }
  std::set<Inode> known;
  for (const SeenProcess& process : machine.processes) {
    if (process.ns != 0 && known.insert(process.ns).second) {
      machine.namespaces[process.ns].parent = parent_of(process.pid);
    }
  }
}

void add_mounts(Machine& machine) {
  std::set<Inode> mount_namespaces;
  std::set<std::pair<Inode, Inode>> views;
  for (const SeenProcess& process : machine.processes) {
    if (process.mounts == 0 || process.pids.empty()) continue;
    // `unshare --mount-proc` waits for its child, and the /proc is for that.
    const bool new_view = process.elsewhere.empty() &&
                          views.emplace(process.ns, process.mounts).second;
    const bool new_mounts = mount_namespaces.insert(process.mounts).second;
    if (!new_view && !new_mounts) continue;
    const std::vector<Mount> mounts = mounts_of(process.pid);
    // The process has ended, or its root is a directory that is not visible.
    if (mounts.empty()) continue;
    if (new_mounts) add_kept_by_mounts(machine, process.pid, mounts);
    if (new_view) machine.proc_views.push_back(proc_view(process, mounts));
  }
}

long long_in(const std::string& path) {
  return std::atol(text_of(path).c_str());
}

}  // namespace

std::string pid_namespace(Inode ns) { return fmt::format("pid:[{}]", ns); }

const SeenProcess* Machine::find(int pid) const {
  const auto at =
      std::ranges::lower_bound(processes, pid, {}, &SeenProcess::pid);
  return at != processes.end() && at->pid == pid ? &*at : nullptr;
}

bool Machine::is_init(const SeenProcess& process) const {
  return !process.pids.empty() && process.pids.back() == 1 &&
         (process.pids.size() > 1 || !outermost_is_initial);
}

std::vector<Inode> Machine::from(Inode ns) const {
  std::vector<Inode> all{ns};
  for (std::size_t at = 0; at < all.size(); ++at) {
    for (const auto& [inode, one] : namespaces) {
      if (one.parent == all[at]) all.push_back(inode);
    }
  }
  return all;
}

Machine read_machine() {
  need_proc();
  Machine machine;
  machine.proc_is_ours = target_of("/proc/self") == std::to_string(getpid());
  machine.outermost =
      inode_of(machine.proc_is_ours ? "/proc/self/ns/pid" : "/proc/1/ns/pid");
  machine.outermost_is_initial =
      machine.outermost == 0 || machine.outermost == initial_inode;
  machine.pid_max = long_in("/proc/sys/kernel/pid_max");
  machine.max_pid_namespaces = long_in("/proc/sys/user/max_pid_namespaces");
  add_processes(machine);
  // Again, for those that were created meanwhile.
  add_processes(machine);
  read_suspects_again(machine);
  add_namespaces(machine);
  add_mounts(machine);
  for (const SeenProcess& process : machine.processes) {
    if (process.mounts != 0) add_kept_by_files(machine, process.pid);
  }
  return machine;
}

}  // namespace pidlab
