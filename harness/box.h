#pragma once

#include "harness/keeper.h"

namespace pidlab {

/// No experiment makes a tenth of it. The limit is on births, counted by the
/// namespace itself, because it works the same for root and ordinary users, on
/// every kernel, and leaves no cgroup behind.
constexpr long most_births = 1024;

/// What a keeper does inside of the namespaces that it was cloned into: maps
/// the user of a user cell, keeps mounts from the machine, mounts a /proc and a
/// /tmp of the cell's own and goes there. Returns nullptr, or what failed for
/// the reason in errno.
const char* build_box(const Keeping&);

}  // namespace pidlab
