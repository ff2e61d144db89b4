// The tree is built from the tasks upward with NS_GET_PARENT, so it includes
// ancestor namespaces without a readable member.
#include "harness/ns/namespaces.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <vector>

#include "harness/base/bad_input.h"
#include "harness/base/fd.h"
#include "harness/ns/tasks.h"

namespace pidlab {
namespace {

Fd open_namespace(const std::string& path) {
  Fd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file == -1) {
    throw BadInput(
        fmt::format("{}: cannot be opened: {}", path, std::strerror(errno)));
  }
  if (ioctl(file, NS_GET_NSTYPE) == -1) {
    throw BadInput(fmt::format(
        "{}: not a namespace file, such as /proc/PID/ns/pid", path));
  }
  return file;
}

std::string type_of(const Fd& ns) {
  switch (ioctl(ns, NS_GET_NSTYPE)) {
    case CLONE_NEWCGROUP:
      return "cgroup";
    case CLONE_NEWIPC:
      return "ipc";
    case CLONE_NEWNET:
      return "net";
    case CLONE_NEWNS:
      return "mnt";
    case CLONE_NEWPID:
      return "pid";
    case CLONE_NEWTIME:
      return "time";
    case CLONE_NEWUSER:
      return "user";
    case CLONE_NEWUTS:
      return "uts";
  }
  return "unknown";
}

std::string id_of(const Fd& ns) {
  struct stat file;
  fstat(ns, &file);
  return fmt::format("{}:[{}]", type_of(ns), file.st_ino);
}

// The namespace that an ioctl of ioctl_nsfs(2) opens, or nothing if it fails.
std::optional<std::string> related(const Fd& ns, unsigned long request) {
  const Fd other(ioctl(ns, request));
  if (other == -1) return {};
  return id_of(other);
}

// A namespace of the tree, with its members.
struct Node {
  std::string parent;
  std::vector<const Task*> members;
};

using Tree = std::map<std::string, Node>;

// Adds a namespace and its ancestors, which may have no readable member.
void add_with_ancestors(Tree& tree, const std::string& link) {
  Fd ns(open(link.c_str(), O_RDONLY | O_CLOEXEC));
  while (ns != -1) {
    const std::string id = id_of(ns);
    const bool known = tree.contains(id);
    Node& node = tree[id];
    Fd parent(ioctl(ns, NS_GET_PARENT));
    if (known || parent == -1) return;
    node.parent = id_of(parent);
    ns = std::move(parent);
  }
}

void print(const Tree& tree, const std::string& parent, int depth,
           std::string& out) {
  for (const auto& [id, node] : tree) {
    if (node.parent != parent) continue;
    const std::string margin(std::size_t(depth) * 2, ' ');
    out += fmt::format("{}{}  {}\n", margin, id,
                       node.members.size() == 1
                           ? "1 process"
                           : fmt::format("{} processes", node.members.size()));
    for (const Task* task : node.members) {
      out += fmt::format("{}  {} {}\n", margin, task->numbers, task->comm);
    }
    print(tree, id, depth + 1, out);
  }
}

// Where namespace files are mounted: such a mount keeps its namespace alive.
std::multimap<std::string, std::string> mounted_namespaces() {
  std::multimap<std::string, std::string> places;
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream words(line);
    std::string skip, root, place;
    words >> skip >> skip >> skip >> root >> place;
    if (line.find(" - nsfs ") != line.npos) places.emplace(root, place);
  }
  return places;
}

}  // namespace

Found ns_tree() {
  const std::vector<Task> tasks = all_tasks();
  Tree tree;
  std::map<std::string, std::size_t> others;
  for (const Task& task : tasks) {
    std::set<std::string> once;
    for (const auto& [name, id] : task.links) {
      if (!id.starts_with("pid:") && once.insert(id).second) ++others[id];
    }
    const auto link = task.links.find("pid");
    if (link == task.links.end() || task.pid != task.tid) continue;
    add_with_ancestors(tree, fmt::format("/proc/{}/ns/pid", task.pid));
    tree[link->second].members.push_back(&task);
  }
  std::string out =
      "PID namespaces, and the PIDs of each process, from the outermost "
      "visible namespace to its own\n";
  print(tree, "", 0, out);
  const auto mounted = mounted_namespaces();
  for (const auto& [id, place] : mounted) others.try_emplace(id, 0);
  out +=
      "\nother namespaces, the number of tasks in each, and where it is "
      "mounted\n";
  for (const auto& [id, count] : others) {
    out += fmt::format("  {:<20} {:>6}", id, count);
    const auto [first, last] = mounted.equal_range(id);
    for (auto at = first; at != last; ++at) out += "  " + at->second;
    out += '\n';
  }
  return {out, unreadable_processes(tasks)};
}

Found ns_all() {
  const std::vector<Task> tasks = all_tasks();
  std::set<std::string> ids;
  for (const Task& task : tasks) {
    for (const auto& [name, id] : task.links) ids.insert(id);
  }
  return {fmt::format("{}\n", fmt::join(ids, "\n")),
          unreadable_processes(tasks)};
}

std::string ns_of_process(int pid) {
  need_proc();
  const Task leader = read_task(pid, pid);
  if (leader.comm.empty()) {
    throw BadInput(fmt::format("PID {}: no such process", pid));
  }
  if (leader.forbidden) {
    throw BadInput(fmt::format("PID {}: its namespaces cannot be read: {}", pid,
                               how_to_read()));
  }
  std::string out = fmt::format("{} {}\n", leader.numbers, leader.comm);
  for (const auto& [name, id] : leader.links) {
    out += fmt::format("  {:<18} {}\n", name, id);
  }
  for (const int tid : numbered_entries(fmt::format("/proc/{}/task", pid))) {
    const Task task = read_task(pid, tid);
    for (const auto& [name, id] : task.links) {
      const auto same = leader.links.find(name);
      if (same != leader.links.end() && same->second == id) continue;
      out += fmt::format("  {:<18} {}  in task {} ({})\n", name, id, tid,
                         task.comm);
    }
  }
  return out;
}

std::string ns_of_file(const std::string& path) {
  const Fd ns = open_namespace(path);
  std::string out = fmt::format("{}\n", id_of(ns));
  out +=
      fmt::format("  owner   {}\n",
                  related(ns, NS_GET_USERNS).value_or("not visible from here"));
  out += fmt::format(
      "  parent  {}\n",
      related(ns, NS_GET_PARENT).value_or("none that is visible from here"));
  uid_t uid;
  if (ioctl(ns, NS_GET_OWNER_UID, &uid) == 0) {
    out += fmt::format("  creator uid {}\n", uid);
  }
  return out;
}

std::string ns_owner(const std::string& path) {
  const Fd ns = open_namespace(path);
  const auto owner = related(ns, NS_GET_USERNS);
  if (!owner) {
    throw BadInput(fmt::format(
        "{}: its owner is not visible from the caller's user namespace (EPERM)",
        path));
  }
  return *owner + "\n";
}

std::string ns_parent(const std::string& path) {
  const Fd ns = open_namespace(path);
  const auto parent = related(ns, NS_GET_PARENT);
  if (!parent) {
    throw BadInput(
        errno == EINVAL
            ? fmt::format("{}: {} namespaces have no parents", path,
                          type_of(ns))
            : fmt::format("{} is the initial namespace, or its parent is not "
                          "visible from the caller's namespace (EPERM)",
                          path));
  }
  return *parent + "\n";
}

}  // namespace pidlab
