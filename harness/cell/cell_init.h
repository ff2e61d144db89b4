#pragma once

#include "harness/cell/protocol.h"

namespace pidlab {

/// The init of a cell: sets up the cell, starts the experiment as its child,
/// relays what the processes write, reaps until no child is left, and exits
/// with 0. It is killed when the harness ends. Without a program, its exit
/// status is the errno of unshare(CLONE_NEWUSER) in the cell.
[[noreturn]] void be_cell_init(const CellOrders&);

}  // namespace pidlab
