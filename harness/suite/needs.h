// What an experiment needs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/suite/toml_reader.h"

namespace pidlab {

/// What an experiment needs from the system. Every experiment needs
/// CAP_SYS_ADMIN and CONFIG_PID_NS, unless its expectation has an empty list
/// for them.
struct Needs {
  std::vector<std::string> capability;  ///< in the user namespace of the cell
  bool initial_user_namespace = false;  ///< in the initial one instead
  bool user_namespace = false;          ///< whether it creates one
  std::vector<std::string> config;      ///< CONFIG_…, built in or a module;
                                        ///< CONFIG_…=y, built in
  std::vector<std::string> syscall;     ///< by name
  std::vector<std::string> file;        ///< absolute paths that must exist
  int levels = 0;                       ///< of PID namespaces below the cell's
  std::optional<bool> own_proc;         ///< a /proc of the cell: if it is not
                                        ///< given, read_suite looks for it in
                                        ///< the source
  bool tmp = false;                     ///< a /tmp: read_suite looks for it
  bool no_hidden_proc = false;          ///< no root with a /proc below its root
  bool vm = false;                      ///< a machine that may be destroyed
  bool machine_init = false;            ///< to be that machine's PID 1
};

/// The table "needs" of an expectation. Throws BadInput.
Needs read_needs(const TomlReader&, const toml::table& root);

}  // namespace pidlab
