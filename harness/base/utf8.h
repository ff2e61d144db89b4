// Cuts a text of UTF-8 between two characters.
#pragma once

#include <utf8cpp/utf8.h>

#include <string_view>

namespace pidlab {

/// How many bytes of a text to keep: at most `bytes` (4 or more), and only
/// whole characters. A text that is not UTF-8 is cut anywhere.
inline std::size_t cut_at_most(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text.size();
  const std::string_view kept = text.substr(0, bytes);
  const auto whole = utf8::find_invalid(kept.begin(), kept.end());
  constexpr int longest = 4;
  return kept.end() - whole < longest ? std::size_t(whole - kept.begin())
                                      : bytes;
}

}  // namespace pidlab
