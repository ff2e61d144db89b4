#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/cell/run.h"
#include "harness/cell/survey.h"
#include "harness/judge/result.h"

namespace pidlab {

/// The kind of cell that is wanted, or the best one that is available here.
CellSurvey choose_cells(const std::optional<CellKind>& wanted, const Kernel&);

/// Functions that are called during a run.
struct RunWatcher {
  /// Before the first experiment, with the names of all that are selected.
  std::function<void(const RecordHeader&, const std::vector<std::string>&)>
      begins = [](const auto&, const auto&) {};
  /// Before each start.
  std::function<void(const Experiment&)> started = [](const auto&) {};
  /// After each end. The result is that of all repetitions so far, or null if
  /// this repetition did not change it.
  std::function<void(const Experiment&, const Result*)> ended =
      [](const auto&, const Result*) {};
};

/// Runs and judges. A result is that of all repetitions of its experiment:
/// the first one with the worst verdict. Results are in the order of the
/// selection.
Report run_and_judge(const std::vector<const Experiment*>&, const RunOptions&,
                     const RunWatcher& = {});

/// Judges the selected experiments of a record.
Report judge_record(const std::vector<const Experiment*>&, Record);

}  // namespace pidlab
