// Compares reports.
#pragma once

#include <string>
#include <vector>

#include "harness/judge/result.h"

namespace pidlab {

/// The result of an experiment in a report, or null.
const Result* result_of(const Report&, const Experiment&);

/// The experiments of all reports, in the order of the suite.
std::vector<const Experiment*> experiments_of(const std::vector<Report>&);

/// "PASS", or "PASS <7.2" and "PASS 7.2" where kernels differ; "" for null.
std::string verdict_by_era(const Result*);

/// A reason without the details that differ between kernels.
std::string gist(const std::string& reason);

}  // namespace pidlab
