#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/cell/cell.h"
#include "harness/record/record.h"

namespace pidlab {

/// How experiments are run.
struct RunOptions {
  std::optional<CellKind> cell;  ///< absent: root if possible, else user
  int jobs = 1;                  ///< how many cells at the same time
  int repeat = 1;
  std::optional<unsigned> shuffle;            ///< the seed of a random order
  std::chrono::milliseconds timeout{10'000};  ///< for each experiment
  bool traced = false;  ///< whether to record births and deaths too, unless
                        ///< that changes the result
  bool excused = true;  ///< whether a failure for which something other than
                        ///< the kernel may be the cause is a SKIP
  std::function<void(std::size_t ended, std::size_t of)> progress;
  std::string version;  ///< of this program, for the record
};

/// Runs programs once, each in a cell of that kind. Reports each before it
/// starts, by its index, and as it ends, with a Run that has everything but its
/// chapter and name. Returns 0, or the signal (SIGINT, SIGTERM, SIGHUP) that
/// stopped it early. In that case all cells are ended, and the programs in them
/// are not reported. It never waits for longer than the timeout and two periods
/// of `patience`: a cell that the kernel does not end is left behind.
int run_programs(const std::vector<Program>&, CellKind, const RunOptions&,
                 const std::function<void(std::size_t)>& started,
                 const std::function<void(std::size_t, Run)>& ended);

}  // namespace pidlab
