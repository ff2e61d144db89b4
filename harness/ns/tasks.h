// The tasks of this machine, and the namespaces of each.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace pidlab {

/// A thread of a process, as /proc shows it.
struct Task {
  int pid = 0;
  int tid = 0;
  std::string comm;
  std::string numbers;  ///< NSpid: a PID per namespace, outermost first
  std::map<std::string, std::string> links;  ///< "pid" → "pid:[4026531836]"
  bool forbidden = false;  ///< whether the links cannot be read
};

/// A process chooses its own name: control characters are written as \xNN.
std::string shown(const std::string& name);

/// Throws BadInput if no /proc is mounted.
void need_proc();

/// The entries of a folder that are numbers, sorted: the PIDs, in /proc.
std::vector<int> numbered_entries(const std::string& folder);

/// What can be read of a task: nothing if it has ended.
Task read_task(int pid, int tid);

/// All tasks. Throws BadInput without a /proc.
std::vector<Task> all_tasks();

/// Why processes cannot be read here, and what to do.
std::string how_to_read();

/// How many of these processes cannot be read, and what to do; "" if all can.
std::string unreadable_processes(const std::vector<Task>&);

}  // namespace pidlab
