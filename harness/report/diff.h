#pragma once

#include <string>
#include <vector>

#include "harness/judge/result.h"

namespace pidlab {

/// What differs between a record and others, in sentences; "" if nothing does.
/// The others may be folded, see fold.h.
std::string differences(const Report& reference,
                        const std::vector<Report>& others);

}  // namespace pidlab
