#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "harness/cell.h"
#include "harness/record.h"

namespace pidlab {

struct RunOptions {
  CellKind cell = CellKind::root;
  int jobs = 1;  ///< how many cells at the same time
  std::chrono::milliseconds timeout{10'000};  ///< for each experiment
  bool traced = false;  ///< whether to note births and deaths as well
};

/// Runs programs, each in a cell of its own, and tells of each as it ends:
/// which it was, and a Run with everything but its chapter and name.
/// Returns 0, or the signal (SIGINT, SIGTERM) that stopped it early; then all
/// cells are closed and the programs that were in them are not told of.
int run_programs(const std::vector<Program>& programs, const RunOptions&,
                 const std::function<void(std::size_t, Run)>& ended);

}  // namespace pidlab
