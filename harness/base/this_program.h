#pragma once

#include <string>

namespace pidlab {

/// How the user calls this program, for the commands that a message suggests:
/// ci/lab, which sets PIDLAB_AS, or the path.
std::string called_as();

/// The path of this program.
std::string path_of_this_program();

}  // namespace pidlab
