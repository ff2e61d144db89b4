// Experiment × kernel: a row for each experiment, a column for each report. The
// reports are folded, see fold.h.
#pragma once

#include <string>
#include <vector>

#include "harness/base/text.h"
#include "harness/judge/result.h"

namespace pidlab {

/// As a table for a terminal. Rows that PASS everywhere are only counted.
std::string matrix_text(const std::vector<Report>&, const Style&);

/// The same with all rows, as Markdown and as JSON, which has the version of
/// its format in "pidlab_matrix".
std::string matrix_markdown(const std::vector<Report>&);
std::string matrix_json(const std::vector<Report>&);

}  // namespace pidlab
