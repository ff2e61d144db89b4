#pragma once

#include <string>

#include "harness/judge/result.h"

namespace pidlab {

/// In sentences what is different between two records; "" if nothing is.
std::string differences(const Report& before, const Report& after);

}  // namespace pidlab
