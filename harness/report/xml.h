#pragma once

#include <pugixml.hpp>
#include <string>

namespace pidlab {

/// The text with what XML 1.0 has no way to write replaced: most control
/// characters, and bytes that are no UTF-8.
std::string printable(const std::string& text);

}  // namespace pidlab
