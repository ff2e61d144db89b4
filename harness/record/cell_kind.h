// The kinds of a cell.
#pragma once

#include <string>

namespace pidlab {

/// How a cell is made.
enum class CellKind {
  root,  ///< namespaces made with CAP_SYS_ADMIN
  user,  ///< the same, with a user namespace in front: for ordinary users
  none,  ///< no namespaces; a subreaper takes the place of the cell's init
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
