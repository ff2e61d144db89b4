#include "harness/drawing/canvas.h"

#include <fmt/format.h>

namespace pidlab {

void put(Row& row, int x, const std::string& text, int color) {
  for (std::size_t i = 0; i < text.size() && x < int(row.size()); ++x) {
    // All bytes of one character of UTF-8 stand in one column.
    std::size_t size = 1;
    while ((text[i + size] & 0xC0) == 0x80) ++size;
    row[x] = {text.substr(i, size), color};
    i += size;
  }
}

std::string to_text(const Row& row, bool colored) {
  std::string out;
  for (const auto& [text, color] : row) {
    out +=
        colored && color ? fmt::format("\033[{}m{}\033[0m", color, text) : text;
  }
  return out;
}

}  // namespace pidlab
