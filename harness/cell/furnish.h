#pragma once

#include "harness/cell/protocol.h"

namespace pidlab {

/// The largest PID of a cell. No experiment makes a tenth of that many
/// processes. The namespace itself counts the births: that works the same for
/// root and for ordinary users, on every kernel, and leaves no cgroup behind.
constexpr long most_births = 1024;

/// Furnishes the namespaces that the caller was cloned into: maps the user of a
/// user cell, makes mounts private, mounts a /proc and a /tmp of the cell, and
/// changes into them. Returns nullptr, or what failed for the reason in errno.
const char* furnish_cell(const CellOrders&);

}  // namespace pidlab
