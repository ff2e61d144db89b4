#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/suite/search.h"
#include "harness/suite/suite.h"

namespace pidlab {

/// What a user sees, and the behavior that explains it.
struct Symptom {
  std::string see;                ///< verbatim if it is a message
  std::vector<std::string> also;  ///< other messages of the same cause
  std::string means;              ///< the explanation
  std::string do_this;            ///< the remedy
  std::vector<const Experiment*> experiments;  ///< that explain it
  std::string unshown;  ///< why none explains it, or not all of it, or ""
};

/// Reads the troubleshooting index. Throws BadInput with file:line:column, also
/// for an experiment that is not in the suite. A symptom without an experiment
/// has to say why.
std::vector<Symptom> parse_symptoms(std::string_view toml,
                                    const std::string& file, const Suite&);

/// What a search finds a symptom by.
Entry entry_of(const Symptom&);

}  // namespace pidlab
