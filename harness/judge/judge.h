// Judging is pure: the same record, expectation and kernel version give the
// same verdict, on any machine and at any time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/record/record.h"
#include "harness/suite/expectation.h"

namespace pidlab {

enum class Verdict {
  pass,    ///< every expectation of the kernel's era holds
  skip,    ///< a need is not met, or the kernel is older than the behavior
  broken,  ///< the run gave no result
  fail,    ///< the kernel did something else
};

/// "PASS", "SKIP", "BROKEN" or "FAIL".
std::string to_string(Verdict);

/// One expectation, and what was observed.
struct Compared {
  std::string name;
  Expected expected;
  std::optional<Value> observed;  ///< nothing if it was not observed
  bool holds = false;
};

struct Judgment {
  Verdict verdict = Verdict::broken;
  std::string reason;              ///< one line; "" only for a plain PASS
  std::vector<Compared> compared;  ///< with the kernel's era; empty
                                   ///< if there is nothing to judge
  const Change* era = nullptr;     ///< the last change that applies, if any
};

/// Whether the observation is as expected, compared with the others.
bool holds(const std::string& name, const Expected&,
           const std::vector<Observation>&);

/// Compares a run with what is expected of a kernel of that version. The
/// judgment points into the expectation.
Judgment judge(const Expectation&, const Run&, const Version& kernel);

}  // namespace pidlab
