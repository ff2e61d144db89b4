#pragma once

#include <string>

#include "harness/base/exit_code.h"
#include "harness/base/text.h"
#include "harness/judge/result.h"
#include "harness/record/version.h"
#include "harness/report/known.h"

namespace pidlab {

struct Score {
  std::string text;
  ExitCode exit_code;  ///< `fail` only for a difference that is not known
};

/// How many behaviors of that version of Linux a kernel has, by chapter, and
/// which differ: judges the runs of the report again.
Score score(const Report&, const Version& linux_version,
            const KnownDifferences&, const Style&);

}  // namespace pidlab
