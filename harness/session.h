#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/report/report.h"

namespace pidlab {

/// How experiments are to be run.
struct Plan {
  std::optional<CellKind> cell;  ///< absent: root if that can be had, else user
  int jobs = 1;
  int repeat = 1;
  std::optional<unsigned> shuffle;            ///< the seed of a random order
  std::chrono::milliseconds timeout{10'000};  ///< for each experiment
  bool traced = false;  ///< whether to note births and deaths as well, unless
                        ///< that changes what is seen
  std::function<void(std::size_t ended, std::size_t of)> progress;
};

/// The kind of cell that is wanted, or the best that can be had here.
Box find_box(const std::optional<CellKind>& wanted, const Kernel&);

/// Runs and judges. A result stands for all repetitions of its experiment: it
/// is the first of the worst verdict, in the order of the selection.
/// `stopped_by` is set to the signal that ended it early, else to 0.
Report conduct(const std::vector<const Experiment*>&, const Plan&,
               int& stopped_by);

/// Judges what was recorded, perhaps elsewhere, as far as it is selected.
Report judge_record(const std::vector<const Experiment*>&, Record);

}  // namespace pidlab
