#pragma once

#include "harness/cell.h"

namespace pidlab {

/// What the keeper needs to know from before it was cloned.
struct Keeping {
  CellKind kind;
  Program program;  ///< empty: only try the box
  bool traced;      ///< whether to tell of births and deaths
  uid_t uid;        ///< whom a user cell maps to its root
  gid_t gid;
  int reports;  ///< the keeper's end of Cell::reports
};

/// The life of a keeper: sets up the box, starts the experiment as its child,
/// relays what the processes write, reaps until nobody is left, exits 0.
/// Dies with the harness. Without a program its exit status is the errno of
/// unshare(CLONE_NEWUSER) in the box.
[[noreturn]] void keep(const Keeping&);

}  // namespace pidlab
