// What is needed to set reports side by side.
#pragma once

#include <string>
#include <vector>

#include "harness/judge/result.h"

namespace pidlab {

/// What a report says of an experiment, or null.
const Result* result_of(const Report&, const Experiment&);

/// All experiments that any report knows, in the order of the suite.
std::vector<const Experiment*> experiments_of(const std::vector<Report>&);

/// "PASS", or "PASS <7.2" and "PASS 7.2" where kernels differ; "" for null.
std::string verdict_by_era(const Result*);

/// A reason without its details, which differ from kernel to kernel.
std::string gist(const std::string& reason);

}  // namespace pidlab
