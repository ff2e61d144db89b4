// How text is laid out and colored on a terminal.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pidlab {

struct Style {
  bool color = false;
  std::optional<int> width;  ///< columns; no limit if not on a terminal
};

/// With a code of console_codes(4), "1" for bold, if there are colors.
std::string painted(const std::string& text, const char* code, const Style&);

/// In lines of that width, broken between words if that can be.
std::vector<std::string> wrapped(const std::string& text, int width);

/// The text in lines of the terminal's width and of 80 columns at most. The
/// first has begun already and is `indent` wide; the others are indented by it.
std::string hanging(int indent, const std::string& text, const Style&);

}  // namespace pidlab
