#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/record/record.h"
#include "harness/record/version.h"
#include "harness/suite/cast.h"
#include "harness/suite/needs.h"

namespace pidlab {

/// The conditions on one observation. All that are set must hold.
struct Expected {
  std::optional<Value> equals;
  std::vector<std::string> same_as;       ///< other observations
  std::vector<std::string> differs_from;  ///< other observations
  std::vector<Value> one_of;
  std::optional<std::int64_t> at_least;
  bool absent = false;  ///< it must not be observed at all
};

/// In words: `2`, `same as caller.ns`, `at least 3`.
std::string to_string(const Expected&);

/// By name, in the order of the file.
using Expectations = std::vector<std::pair<std::string, Expected>>;

/// A change of behavior. Observations that it does not name stay the same.
struct Change {
  std::optional<Version> after;  ///< the last one known to behave as before;
                                 ///< absent if `by` is exact
  Version by;                    ///< the first version known to have the change
  std::string because;
  std::string commit;  ///< of the kernel's history, or ""
  Expectations expect;
};

struct KernelSymbol {
  std::string file;
  std::string symbol;
  std::string read_at;  ///< the version whose source was read
};

/// Where a manual page and kernels disagree.
struct Erratum {
  std::string page;
  std::string section;
  std::string says;
  std::vector<std::pair<std::string, std::string>> measured;  ///< by kernel
};

/// What is expected of an experiment, and why: one file of expected/.
struct Expectation {
  std::string claim;
  std::string why;
  std::vector<std::string> man;
  std::vector<KernelSymbol> kernel;
  std::vector<std::string>
      contrast;                  ///< similar experiments with another result
  std::string contrast_place;    ///< FILE:LINE:COLUMN, for messages
  std::optional<Version> since;  ///< the first kernel that does this
  Needs needs;
  std::vector<Actor> cast;
  Expectations expect;  ///< of the oldest era
  /// Observations without an expectation, and why. They include the names that
  /// only other expectations refer to.
  std::vector<std::pair<std::string, std::string>> observe_only;
  std::vector<Change> changed;  ///< later eras, oldest first
  std::vector<Erratum> errata;
};

/// Reads an expectation. Throws BadInput with file:line:column for bad TOML, an
/// unknown key, a wrong type, and a missing or contradictory entry.
Expectation parse_expectation(std::string_view toml, const std::string& file);

}  // namespace pidlab
