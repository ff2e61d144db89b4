// Lays out and colors text for a terminal.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pidlab {

struct Style {
  bool color = false;
  std::optional<int> width;  ///< columns; no limit if not on a terminal
};

/// "1 process", "2 processes".
std::string counted(std::size_t count, const char* one, const char* many);

/// The text with a code of console_codes(4), such as "1" for bold, if the style
/// has colors.
std::string painted(const std::string& text, const char* code, const Style&);

/// The text in lines of that width, broken between words if possible.
std::vector<std::string> wrapped(const std::string& text, int width);

/// The text in lines of the terminal's width and of 80 columns at most. The
/// first line starts at column `indent`; the others are indented by as much.
std::string hanging(int indent, const std::string& text, const Style&);

}  // namespace pidlab
