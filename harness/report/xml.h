#pragma once

#include <pugixml.hpp>
#include <string>

namespace pidlab {

/// The text without the characters that XML 1.0 cannot represent: most control
/// characters become "?", bytes that are not UTF-8 become U+FFFD.
std::string printable(const std::string& text);

}  // namespace pidlab
