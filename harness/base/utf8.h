#pragma once

#include <string_view>

namespace pidlab {

/// How much of a text to keep so that it is at most so many bytes and no
/// character of UTF-8 is split. What is no UTF-8 is cut anywhere.
inline std::size_t cut_at_most(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text.size();
  constexpr std::size_t longest = 4;
  for (std::size_t cut = bytes; cut > 0 && bytes - cut < longest; --cut) {
    if ((text[cut] & 0xC0) != 0x80) return cut;
  }
  return bytes;
}

}  // namespace pidlab
