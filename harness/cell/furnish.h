#pragma once

#include "harness/cell/protocol.h"

namespace pidlab {

/// The largest PID of a cell. No experiment creates a tenth of that many
/// processes. The namespace itself counts the births: this works for root and
/// for ordinary users, on every kernel, and leaves no cgroup behind.
constexpr long most_births = 1024;

/// Which folders of a cell are its own.
struct Furniture {
  bool proc = true, tmp = true;
};

/// Sets up the namespaces of the caller: maps the user of a user cell, makes
/// the mounts private, mounts the /proc and the /tmp of the cell, and changes
/// to /tmp. Returns nullptr, or what failed for the reason in errno. If the
/// kernel refuses a new /proc, because a part of the present one is covered,
/// the cell keeps that one. If /tmp does not exist and cannot be created, the
/// caller changes to "/".
const char* furnish_cell(const CellOrders&, Furniture& has);

/// Whether another root lies below the root of the caller's mount namespace,
/// with a mount of proc on its /proc. A container leaves one there if it moves
/// its root over the old one (MS_MOVE) instead of calling pivot_root(2). False
/// if the caller may not unmount its root, which is so in a user cell.
bool hides_proc();

/// Whether pivot_root(2) cannot replace the root of the caller's mount
/// namespace, which is so for an initramfs (rootfs).
bool keeps_root();

}  // namespace pidlab
