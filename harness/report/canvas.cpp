#include "harness/report/canvas.h"

#include <fmt/format.h>

namespace pidlab {

std::vector<std::string> wrapped(std::string text, int width) {
  std::vector<std::string> lines;
  while (int(text.size()) > width) {
    std::size_t cut = text.rfind(' ', std::size_t(width));
    if (cut == text.npos || cut == 0) {
      cut = text.find_last_of("._", std::size_t(width) - 1) + 1;
      if (cut == 0) cut = std::size_t(width);
      while ((text[cut] & 0xC0) == 0x80) --cut;  // in a character of UTF-8
    }
    lines.push_back(text.substr(0, cut));
    text.erase(0, text[cut] == ' ' ? cut + 1 : cut);
  }
  if (!text.empty()) lines.push_back(text);
  return lines;
}

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
