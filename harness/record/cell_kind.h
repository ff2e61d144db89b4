// The kinds of a cell.
#pragma once

#include <string>

namespace pidlab {

/// How a cell is created.
enum class CellKind {
  root,  ///< namespaces created with CAP_SYS_ADMIN
  user,  ///< the same with a new user namespace, for ordinary users
  none,  ///< no namespaces; a subreaper does the work of the init
};

/// "root", "user" or "none".
inline std::string to_string(CellKind kind) {
  switch (kind) {
    case CellKind::root:
      return "root";
    case CellKind::user:
      return "user";
    case CellKind::none:
      return "none";
  }
  return "";
}

}  // namespace pidlab
