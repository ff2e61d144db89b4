// Several records beside each other.
#pragma once

#include <string>
#include <vector>

#include "harness/base/text.h"
#include "harness/judge/result.h"

namespace pidlab {

/// What a report says of an experiment, or null.
const Result* result_of(const Report&, const Experiment&);

/// All experiments that any report knows, in the order of the suite.
std::vector<const Experiment*> experiments_of(const std::vector<Report>&);

/// "PASS", or "PASS <7.2" and "PASS 7.2" where kernels differ; "" for null.
std::string verdict_by_era(const Result*);

/// Behaviour × kernel: a row for each experiment, a column for each report, as
/// a table for a terminal. Only rows that differ or do not PASS are told one by
/// one; the others are counted.
std::string matrix_text(const std::vector<Report>&, const Style&);

/// The same with all rows, as Markdown and as JSON.
std::string matrix_markdown(const std::vector<Report>&);
std::string matrix_json(const std::vector<Report>&);

/// In sentences what is different between two records; "" if nothing is.
std::string differences(const Report& before, const Report& after);

}  // namespace pidlab
