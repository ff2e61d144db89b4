// A line of a drawing, column by column, and the characters it is drawn with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pidlab {

struct Glyph {
  std::string text = " ";
  int color = 0;  ///< of the terminal; 0 is its own
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

/// Puts a text of UTF-8 into a row, as far as it fits.
void put(Row&, int x, const std::string& text, int color);

std::string to_text(const Row&, bool colored);

}  // namespace pidlab
