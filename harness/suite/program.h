// A program of the suite.
#pragma once

#include <string>

namespace pidlab {

/// What is executed: a file, and the name that it is given as argv[0].
struct Program {
  std::string path;  ///< absolute
  std::string name;
};

}  // namespace pidlab
