#include "harness/report/report.h"

#include <algorithm>
#include <sstream>

namespace pidlab {

int Report::count(Verdict verdict) const {
  return int(std::ranges::count(results, verdict, [](const Result& result) {
    return result.judgement.verdict;
  }));
}

int exit_code(const Report& report) {
  if (report.count(Verdict::fail)) return 1;
  if (report.count(Verdict::broken)) return 99;
  return report.count(Verdict::pass) ? 0 : 77;
}

std::string wrapped(const std::string& text, int indent, const Style& style) {
  const int width = std::clamp(style.width.value_or(80), indent + 20, 80);
  std::string out;
  int column = indent;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const int size = int(word.size());
    if (column > indent && column + 1 + size > width) {
      out += "\n" + std::string(std::size_t(indent), ' ');
      column = indent;
    }
    if (column > indent) out += ' ', ++column;
    out += word;
    column += size;
  }
  return out;
}

}  // namespace pidlab
