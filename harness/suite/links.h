#pragma once

#include <string>

#include "harness/suite/expectation.h"

namespace pidlab {

/// Where a manual page, "setns(2)" or "F_GETLK(2const)", is on the web; "" for
/// what names no page.
std::string url_of(const std::string& page);

/// Where it is found in the kernel's source, as of the version that was read:
/// of files of thousands of lines the symbol's own page.
std::string url_of(const KernelSymbol&);

/// Where its commit is; "" if that is not known.
std::string url_of(const Change&);

}  // namespace pidlab
