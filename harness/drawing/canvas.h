// A line of a drawing as columns, and the characters of the drawings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pidlab {

struct Glyph {
  std::string text = " ";
  int color = 0;  ///< of the terminal; 0 is its default
};
using Row = std::vector<Glyph>;

struct Marks {
  std::string_view life = "│", side = "┊", dash = "─", cross = "┼", left = "┤",
                   right = "├", to_right = "▶", to_left = "◀", born = "○",
                   thread = "◦", observed = "•", exited = "■", killed = "✗",
                   more = "⋮", top_left = "┌", top_right = "┐",
                   bottom_left = "└", bottom_right = "┘";
};
inline constexpr Marks in_ascii{.life = "|",
                                .side = ":",
                                .dash = "-",
                                .cross = "+",
                                .left = "+",
                                .right = "+",
                                .to_right = ">",
                                .to_left = "<",
                                .born = "o",
                                .thread = ".",
                                .observed = "*",
                                .exited = "#",
                                .killed = "x",
                                .more = ":",
                                .top_left = "+",
                                .top_right = "+",
                                .bottom_left = "+",
                                .bottom_right = "+"};

/// Writes a UTF-8 text into a row, as far as it fits.
void put(Row&, int x, const std::string& text, int color);

std::string to_text(const Row&, bool colored);

}  // namespace pidlab
