// Breaks lines between words, and a word that is too long after a "." or "_".
#include "harness/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

#include "harness/base/utf8.h"

namespace pidlab {
namespace {

// Where to break a word that is too long: after a part of a name if possible,
// and never in a character of UTF-8.
std::size_t cut_of(const std::string& word, std::size_t width) {
  const std::size_t part = word.find_last_of("._", width - 1) + 1;
  return part ? part : cut_at_most(word, width);
}

}  // namespace

std::string counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string painted(const std::string& text, const char* code,
                    const Style& style) {
  return style.color ? fmt::format("\033[{}m{}\033[0m", code, text) : text;
}

std::vector<std::string> wrapped(const std::string& text, int columns) {
  const std::size_t width = std::size_t(columns);
  std::vector<std::string> lines;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!lines.empty() && lines.back().size() + 1 + word.size() <= width) {
      lines.back() += " " + word;
      continue;
    }
    while (word.size() > width) {
      const std::size_t cut = cut_of(word, width);
      lines.push_back(word.substr(0, cut));
      word.erase(0, cut);
    }
    lines.push_back(word);
  }
  return lines;
}

std::string hanging(int indent, const std::string& text, const Style& style) {
  const int width = std::clamp(style.width.value_or(80), indent + 20, 80);
  return fmt::format("{}",
                     fmt::join(wrapped(text, width - indent),
                               "\n" + std::string(std::size_t(indent), ' ')));
}

}  // namespace pidlab
