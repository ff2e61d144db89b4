#pragma once

#include <optional>
#include <string>

namespace pidlab {

/// Raises the limits of this process (see getrlimit(2)) that are too low for an
/// experiment. Why one of them stays too low, or too few processes are left of
/// it, and the remedy.
std::optional<std::string> raise_limits();

}  // namespace pidlab
