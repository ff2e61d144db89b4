// Compares a text with an approved file of harness/tests/approved/.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "harness/base/file.h"

namespace pidlab {

/// Compares a text with the file that was approved for it. If it differs, read
/// the difference; if it is meant, copy what was received over what was
/// approved.
inline void expect_approved(const std::string& text, const std::string& name) {
  const std::string approved = PIDLAB_APPROVED "/" + name;
  if (text == read_file(approved)) return;
  const std::string received = testing::TempDir() + name;
  std::ofstream(received) << text;
  EXPECT_EQ(text, read_file(approved))
      << "received is in " << received << ", approved " << approved;
}

}  // namespace pidlab
