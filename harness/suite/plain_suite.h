#pragma once

#include <string>

#include "harness/suite/suite.h"

namespace pidlab {

/// Whether a folder has a suite without a build: programs in any language, each
/// next to its expectation. A suite of the build has a file `suite`.
bool is_plain_suite(const std::string& folder);

/// Reads such a suite, in the order of the names. CHAPTER/NAME.toml is an
/// expectation. Its program is the executable file CHAPTER/NAME or
/// CHAPTER/NAME.EXT, and its source is the program, if that is a script, or
/// another file of this name. Throws BadInput for a bad expectation, for a
/// program or an expectation without the other, and for a folder without any.
Suite read_plain_suite(const std::string& folder);

}  // namespace pidlab
