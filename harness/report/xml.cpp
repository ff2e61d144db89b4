// XML 1.0 has no way to write most control characters, not even escaped.
#include "harness/report/xml.h"

#include <utf8cpp/utf8.h>

namespace pidlab {
namespace {

bool is_printable(char32_t c) {
  const bool is_control = (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
  return !is_control && c != 0xFFFE && c != 0xFFFF;
}

}  // namespace

std::string printable(const std::string& text) {
  const std::string valid = utf8::replace_invalid(text);
  std::string out;
  for (auto at = valid.begin(); at != valid.end();) {
    const char32_t c = utf8::next(at, valid.end());
    utf8::append(is_printable(c) ? c : U'?', out);
  }
  return out;
}

}  // namespace pidlab
