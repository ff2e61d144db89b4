// What is left in a cell that does not end.
#include "harness/cell/cell.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace pidlab {
namespace {

TEST(Cell, ItsProcessesAreNamed) {
  const Cell cell{.init = getpid(), .pidfd = {}, .reports = {}};
  EXPECT_THAT(left_in(cell), testing::HasSubstr(fmt::format(
                                 "PID {} (unit_tests, state R)", getpid())));
}

}  // namespace
}  // namespace pidlab
