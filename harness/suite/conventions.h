#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/suite/suite.h"

namespace pidlab {

/// The conventions of CONTRIBUTING.md that an experiment does not follow:
/// sentences that begin with the file to edit, "FILE:LINE: ...". `syllabus` is
/// the text of experiments/README.md.
std::vector<std::string> missing_conventions(const Experiment&,
                                             std::string_view syllabus);

}  // namespace pidlab
