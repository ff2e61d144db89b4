// Who runs on this machine, and in which namespaces.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace pidlab {

/// A thread of a process, as /proc tells of it.
struct Task {
  int pid = 0;
  int tid = 0;
  std::string comm;
  std::string numbers;  ///< NSpid: one for each namespace, outermost first
  std::map<std::string, std::string> links;  ///< "pid" → "pid:[4026531836]"
  bool forbidden = false;  ///< whether we may not read the links
};

/// Throws BadInput if there is no /proc to tell of any.
void need_proc();

/// The numbers in the name of a folder's entries, sorted: PIDs, in /proc.
std::vector<int> numbered_entries(const std::string& folder);

/// What of it can be read: nothing if it is not, or no more.
Task read_task(int pid, int tid);

/// All there are. Throws BadInput without a /proc.
std::vector<Task> all_tasks();

/// How many processes of these may not be read, and what to do; "" if all may.
std::string left_out(const std::vector<Task>&);

}  // namespace pidlab
