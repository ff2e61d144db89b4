#pragma once

#include <string>

#include "harness/cell.h"

namespace pidlab {

/// What the keeper needs to know from before it was cloned.
struct Keeping {
  CellKind kind;
  std::string program;  ///< absolute path; empty: set up the box and leave
  uid_t uid;            ///< whom a user cell maps to its root
  gid_t gid;
  int reports;  ///< the keeper's end of Cell::reports
};

/// The life of a keeper: sets up the box, starts the experiment as its child,
/// relays what the processes write, reaps until nobody is left, exits 0.
/// Dies with the harness.
[[noreturn]] void keep(const Keeping&);

}  // namespace pidlab
