#pragma once

#include <string>

#include "harness/suite/expectation.h"

namespace pidlab {

/// The URL of a manual page, "setns(2)" or "F_GETLK(2const)"; "" if the text
/// does not name a page.
std::string url_of(const std::string& page);

/// The URL of the symbol in the kernel's source, of the version that was read.
/// Files are long, so this is the page of the symbol.
std::string url_of(const KernelSymbol&);

/// The URL of its commit; "" if the commit is not known.
std::string url_of(const Change&);

}  // namespace pidlab
