#pragma once

#include <string>
#include <vector>

#include "harness/base/text.h"
#include "harness/suite/suite.h"

namespace pidlab {

/// The experiments by chapter, with their claims.
std::string list_text(const std::vector<const Experiment*>&, const Style&);

/// The same for programs: chapter, name, claim, claims, seed, since, needs.
std::string list_json(const std::vector<const Experiment*>&);

/// All that there is to read about one experiment: claim, why, cast, source,
/// links, what comes next, what differs from it in little,
/// what is expected and since when.
std::string show(const Experiment&, const Suite&, const Style&);

}  // namespace pidlab
