#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/suite/suite.h"

namespace pidlab {

/// What an experiment still lacks of what CONTRIBUTING.md asks of every one:
/// sentences that begin with the file to edit, "FILE:LINE: ...". `syllabus` is
/// the text of experiments/README.md.
std::vector<std::string> missing_conventions(const Experiment&,
                                             std::string_view syllabus);

}  // namespace pidlab
