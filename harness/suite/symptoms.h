#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/suite/suite.h"

namespace pidlab {

/// What somebody sees who has run into one of the behaviors.
struct Symptom {
  std::string see;      ///< verbatim, where it is a message
  std::string means;    ///< what is behind it
  std::string do_this;  ///< and what helps
  std::vector<const Experiment*> experiments;  ///< that explain it
};

/// Reads the troubleshooting index. Throws BadInput that names
/// file:line:column, also for an experiment that the suite does not have.
std::vector<Symptom> parse_symptoms(std::string_view toml,
                                    const std::string& file, const Suite&);

}  // namespace pidlab
