// What an experiment needs.
#pragma once

#include <string>
#include <vector>

#include "harness/suite/toml_reader.h"

namespace pidlab {

/// What an experiment needs from the place where it runs. Every experiment
/// needs CAP_SYS_ADMIN and CONFIG_PID_NS, unless its expectation has an empty
/// list there.
struct Needs {
  std::vector<std::string> capability;  ///< in its own user namespace
  bool initial_user_namespace = false;  ///< and these in the initial one
  bool user_namespace = false;          ///< that new ones can be made
  std::vector<std::string> config;      ///< CONFIG_…, built in or a module
  std::vector<std::string> syscall;     ///< by name
  std::vector<std::string> file;        ///< that the kernel offers, absolute
  bool vm = false;                      ///< a machine that may be destroyed
  bool machine_init = false;            ///< to be that machine's PID 1
};

/// The table "needs" of an expectation. Throws BadInput.
Needs read_needs(const TomlReader&, const toml::table& root);

}  // namespace pidlab
