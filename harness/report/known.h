#pragma once

#include <map>
#include <string>
#include <string_view>

#include "harness/suite/suite.h"

namespace pidlab {

/// Why an experiment shows a difference from Linux.
struct Known {
  std::string because;
  bool sometimes = false;  ///< it depends on a race: a run may not show it
};

/// By the full name of the experiment.
using KnownDifferences = std::map<std::string, Known>;

/// Reads the tables `[[difference]]`, each with the keys `because`,
/// `experiments` and perhaps `sometimes`. Throws BadInput with
/// file:line:column.
KnownDifferences parse_known(std::string_view toml, const std::string& file,
                             const Suite&);

}  // namespace pidlab
