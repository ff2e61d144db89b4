#pragma once

#include <optional>
#include <vector>

#include "harness/cell/run.h"
#include "harness/judge/result.h"

namespace pidlab {

/// The kind of cell that is wanted, or the best one that is available here.
CellSurvey choose_cells(const std::optional<CellKind>& wanted, const Kernel&);

/// Runs and judges. A result is that of all repetitions of its experiment:
/// the first one with the worst verdict. Results are in the order of the
/// selection.
Report run_and_judge(const std::vector<const Experiment*>&, const RunOptions&);

/// Judges the selected experiments of a record.
Report judge_record(const std::vector<const Experiment*>&, Record);

}  // namespace pidlab
