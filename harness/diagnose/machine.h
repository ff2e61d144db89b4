// What the rules look at. It is read once, and reading it changes nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pidlab {

/// The inode of a namespace, as in "pid:[4026531836]"; 0 if it is unknown.
using Inode = unsigned long;

/// "pid:[4026531836]".
std::string pid_namespace(Inode);

/// A task whose children will be in another PID namespace.
struct Elsewhere {
  int tid = 0;
  Inode ns = 0;  ///< 0 before the first child: the namespace has no init yet

  bool operator==(const Elsewhere&) const = default;
};

/// A process, with the PIDs that it has in our /proc.
struct SeenProcess {
  int pid = 0;
  std::string comm;
  char state = '?';
  int ppid = 0, tracer = 0, threads = 1;
  std::vector<int> pids, pgids,
      sids;  ///< NSpid, NSpgid, NSsid: outermost first
  std::uint64_t blocked = 0, ignored = 0, caught = 0;  ///< signals
  std::uint64_t bounding = 0;                          ///< capabilities
  bool no_new_privs = false;
  int seccomp = 0;
  bool has_memory = false;  ///< not a zombie, a kernel thread, or ending
  bool forbidden = false;   ///< its namespaces cannot be read
  Inode ns = 0, mounts = 0;
  std::vector<Elsewhere> elsewhere;
  // Read only of an init.
  bool has_terminal = false;
  bool ending = false;
};

struct SeenNamespace {
  Inode parent = 0;  ///< 0: not visible
  int init = 0;      ///< its PID; 0 if there is none
};

/// What keeps a PID namespace, other than a process.
struct Kept {
  Inode ns = 0;
  int pid = 0;  ///< the process that has the mount or the open file
  std::string file, value;
};

/// The /proc that the processes of one PID and mount namespace see.
struct ProcView {
  int pid = 0;  ///< one of these processes
  bool mounted = false;
  bool of_its_namespace = true;
  std::string file, value;  ///< how we know
  std::string hidepid;      ///< the mount option, or ""
  std::vector<std::string> covered;
};

struct Machine {
  Inode outermost = 0;  ///< the PID namespace of our /proc
  bool outermost_is_initial = true;
  bool proc_is_ours = true;  ///< whether that is our own namespace
  long pid_max = 0, max_pid_namespaces = 0;   ///< 0: unknown
  std::vector<SeenProcess> processes;         ///< by PID
  std::map<Inode, SeenNamespace> namespaces;  ///< with at least one process
  std::vector<Kept> kept;
  std::vector<ProcView> proc_views;

  /// The process with that PID, or null.
  const SeenProcess* find(int pid) const;

  /// Whether it is the init of a PID namespace other than the initial one.
  bool is_init(const SeenProcess&) const;

  /// The namespace and all that are visible below it.
  std::vector<Inode> from(Inode ns) const;
};

/// The fields of a /proc/PID/status.
SeenProcess parse_status(const std::string& status);

/// Reads all processes that can be seen. Throws BadInput without a /proc.
Machine read_machine();

}  // namespace pidlab
