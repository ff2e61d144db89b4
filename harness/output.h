#pragma once

#include <string>
#include <string_view>

namespace pidlab {

/// Writes to standard output, all of it. Throws BadInput if it cannot.
void write_stdout(std::string_view);

/// Throws BadInput if write_file would fail for where the file is to be.
void check_writable(const std::string& path);

/// Where something of the user's is kept from run to run: pidlab/NAME in the
/// XDG state folder. Throws BadInput if that is nowhere.
std::string state_file(const std::string& name);

/// Replaces a file in one step: whoever reads it sees the old or the new whole.
/// A device, a pipe, or what a link leads to is written to as it is. Throws
/// BadInput if it cannot.
void write_file(const std::string& path, std::string_view);

}  // namespace pidlab
