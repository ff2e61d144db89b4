// The error that the user can correct.
#pragma once

#include <stdexcept>

namespace pidlab {

/// The user's input is wrong. The message is one line: where
/// (file:line:column), what is wrong, and what is expected. pidlab prints it
/// and exits with 2.
struct BadInput : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace pidlab
