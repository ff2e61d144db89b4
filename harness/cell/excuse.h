// What other than the kernel may answer a system call: a seccomp filter, or a
// limit that is reached.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/record/record.h"

namespace pidlab {

/// A limit that is so strict that an experiment may reach it.
struct Limit {
  std::string limit;                ///< "user.max_pid_namespaces is 3"
  std::vector<std::string> errors;  ///< of a call that reaches it: "ENOSPC"
  std::string remedy;               ///< how to run without it
};

/// Where the experiments run.
struct Place {
  bool filtered = false;            ///< whether a seccomp filter is active
  bool traced = false;              ///< whether a tracer is attached to pidlab
  std::vector<Limit> limits;        ///< the limits that are strict
  std::uint64_t refused_forks = 0;  ///< how often pids.max refused a process
  std::string pids_limit;           ///< "pids.max of the cgroup is 16"
};

/// The place of this process, now.
Place look_around();

/// How to run without a seccomp filter.
extern const char* const without_filter;

/// Why the failure of a run may not be a finding about the kernel, and how to
/// exclude it; "" if only the kernel can have answered. An error counts even
/// where it was expected: a limit may have given it too early. `observed_all`
/// is whether no expected observation is missing. `before` is the place before
/// the first run.
std::string excuse(const Run&, bool observed_all, const Place& before,
                   const Place& now);

}  // namespace pidlab
