#pragma once

#include <string>

namespace pidlab {

/// How the user calls this program, for commands to be typed again: as ci/lab,
/// which says so in PIDLAB_AS, or by its path.
std::string called_as();

/// Where this program lies.
std::string path_of_this_program();

}  // namespace pidlab
