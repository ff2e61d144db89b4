// The commands of pidlab(1).
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace pidlab {

/// All commands with their options, as a list of mdoc(7). The build of the
/// manual page calls `pidlab --mdoc`.
std::string manual(const CLI::App&);

}  // namespace pidlab
