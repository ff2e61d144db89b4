// Compares reports.
#pragma once

#include <string>
#include <vector>

#include "harness/judge/result.h"

namespace pidlab {

/// Whether it has no results; `stopped` says why.
bool is_missing(const Report&);

/// The result of an experiment in a report, or null.
const Result* result_of(const Report&, const Experiment&);

/// The experiments of all reports, in the order of the suite.
std::vector<const Experiment*> experiments_of(const std::vector<Report>&);

/// "PASS", or "PASS <7.2" and "PASS 7.2" where kernels differ; "" for null.
std::string verdict_by_era(const Result*);

/// Whether two runs on one kernel are expected to observe the same value.
/// Otherwise only a relation is expected, such as `same_as`, and the value may
/// differ in every run.
bool has_value(const Expected&);

/// Why a result has no observations to compare; "" if it has.
std::string why_not_compared(const Result&);

/// What a result shows, without what may differ in every run. Results that show
/// the same have the same text.
std::string outcome(const Result&);

/// A reason without the details that differ between kernels.
std::string gist(const std::string& reason);

}  // namespace pidlab
