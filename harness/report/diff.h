#pragma once

#include <string>

#include "harness/judge/result.h"

namespace pidlab {

/// What differs between two records, in sentences; "" if nothing does.
std::string differences(const Report& before, const Report& after);

}  // namespace pidlab
