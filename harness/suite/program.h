// A program of the suite.
#pragma once

#include <string>

namespace pidlab {

/// A file to execute, and its argv[0].
struct Program {
  std::string path;  ///< absolute
  std::string name;
};

}  // namespace pidlab
