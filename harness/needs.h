#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/cell.h"
#include "harness/kernel.h"

namespace pidlab {

/// What an experiment cannot do without. Probed when it is to be run.
struct Needs {
  std::vector<std::string> capability;  ///< in its own user namespace
  bool initial_user_namespace = false;  ///< and these in the initial one
  bool user_namespace = false;          ///< that new ones can be made
  std::vector<std::string> config;      ///< CONFIG_… built in or a module
  std::vector<std::string> syscall;     ///< by name
  std::vector<std::string> file;        ///< that the kernel offers, absolute
  std::vector<std::string> tool;        ///< found by PATH
  bool vm = false;                      ///< a machine that may be destroyed
  bool machine_init = false;            ///< to be that machine's PID 1
};

/// The first need that is not met for an experiment in such a cell, or a limit
/// that is too low for any: what was probed and how to meet it. What cannot be
/// known, a CONFIG or, without a /proc, a file in it, is taken for met: the
/// experiment will tell.
std::optional<std::string> unmet(const Needs&, const Kernel&, const Box&);

/// The system calls whose presence can be probed without doing anything.
std::vector<std::string> probeable_syscalls();

}  // namespace pidlab
