#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/suite/suite.h"

namespace pidlab {

/// What a user sees, and the behavior that explains it.
struct Symptom {
  std::string see;                             ///< verbatim if it is a message
  std::string means;                           ///< the explanation
  std::string do_this;                         ///< the remedy
  std::vector<const Experiment*> experiments;  ///< that explain it
};

/// Reads the troubleshooting index. Throws BadInput with file:line:column, also
/// for an experiment that is not in the suite.
std::vector<Symptom> parse_symptoms(std::string_view toml,
                                    const std::string& file, const Suite&);

}  // namespace pidlab
