#pragma once

#include <pugixml.hpp>
#include <string>

namespace pidlab {

/// The text with what XML 1.0 cannot write replaced: most control characters by
/// "?", and bytes that are not UTF-8 by U+FFFD.
std::string printable(const std::string& text);

}  // namespace pidlab
