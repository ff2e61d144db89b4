#pragma once

#include <string>

#include "harness/suite/suite.h"

namespace pidlab {

/// What of the suite can be run here, what would be skipped, and what to change
/// so that more can be run.
std::string doctor(const std::vector<const Experiment*>&);

}  // namespace pidlab
