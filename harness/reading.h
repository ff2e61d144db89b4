#pragma once

#include <string>

#include "harness/expectation.h"

namespace pidlab {

/// Where a manual page, "setns(2)" or "F_GETLK(2const)", is on the web; "" for
/// what names no page.
std::string url_of(const std::string& page);

/// Where the kernel's source is, as of the version that was read.
std::string url_of(const KernelSymbol&);

}  // namespace pidlab
