// Compares a text with an approved file of harness/tests/approved/.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "harness/base/file.h"

namespace pidlab {

/// Compares a text with its approved file. If they differ, read the difference.
/// If the change is intended, copy the received file over the approved one.
inline void expect_approved(const std::string& text, const std::string& name) {
  const std::string approved = PIDLAB_APPROVED "/" + name;
  if (text == read_file(approved)) return;
  const std::string received = testing::TempDir() + name;
  std::ofstream(received) << text;
  EXPECT_EQ(text, read_file(approved))
      << "received is in " << received << ", approved " << approved;
}

}  // namespace pidlab
