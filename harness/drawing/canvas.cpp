// A column holds all bytes of one UTF-8 character.
#include "harness/drawing/canvas.h"

#include <fmt/format.h>
#include <utf8cpp/utf8.h>

namespace pidlab {

void put(Row& row, int x, const std::string& text, int color) {
  for (auto at = text.begin(); at != text.end() && x < int(row.size()); ++x) {
    const auto begin = at;
    utf8::next(at, text.end());
    row[x] = {std::string(begin, at), color};
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
