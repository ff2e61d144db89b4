#pragma once

#include <optional>

namespace pidlab {

/// The level of the deepest PID namespace. The initial one is at level 0.
constexpr int deepest_level = 32;

/// The level of this process's PID namespace, which no file shows; nothing if
/// the kernel is older than Linux 5.5, or if clone3 is refused.
std::optional<int> pid_namespace_level();

}  // namespace pidlab
