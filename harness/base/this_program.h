#pragma once

#include <string>

namespace pidlab {

/// How the user calls this program, for the commands that a message suggests:
/// ci/lab, which sets PIDLAB_AS, or the path.
std::string called_as();

/// The version, and the commit if this program was built in a clone: "0.1.0
/// (commit b6db610a1b2c)". The build writes it.
extern const char* const version;

/// The path of this program.
std::string path_of_this_program();

}  // namespace pidlab
