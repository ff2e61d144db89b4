#pragma once

#include <pugixml.hpp>
#include <string>

namespace pidlab {

/// The text with what XML 1.0 has no way to write, most control characters,
/// replaced.
inline std::string printable(std::string text) {
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f) c = '?';
  }
  return text;
}

}  // namespace pidlab
