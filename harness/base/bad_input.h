// The error that the user can mend.
#pragma once

#include <stdexcept>

namespace pidlab {

/// Something that the user gave is wrong. The message is one line: where
/// (file:line:column), what, and what would be right. pidlab prints it and
/// exits 2.
struct BadInput : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace pidlab
