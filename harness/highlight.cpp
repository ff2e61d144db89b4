#include "harness/highlight.h"

#include <fmt/format.h>

#include <cctype>
#include <set>
#include <string_view>

namespace pidlab {
namespace {

constexpr const char* comment = "2";
constexpr const char* text = "32";
constexpr const char* preprocessor = "35";
constexpr const char* keyword = "34";
constexpr const char* instrument = "36;1";

// The words that experiments use.
const std::set<std::string_view> keywords{
    "auto",      "bool",     "break",    "case",      "char",    "const",
    "constexpr", "continue", "do",       "else",      "false",   "for",
    "if",        "int",      "long",     "namespace", "nullptr", "return",
    "sizeof",    "static",   "struct",   "switch",    "true",    "unsigned",
    "using",     "void",     "volatile", "while"};
const std::set<std::string_view> instruments{"observe", "must",     "outcome",
                                             "ending",  "ns_inode", "broken"};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// How far the token that begins there goes.
std::size_t end_of_token(const std::string& line, std::size_t begin) {
  std::size_t end = begin + 1;
  const char first = line[begin];
  if (line.compare(begin, 2, "//") == 0) return line.size();
  if (first == '"' || first == '\'') {
    while (end < line.size() && line[end] != first)
      end += 1 + (line[end] == '\\');
    return std::min(end + 1, line.size());
  }
  while (is_word(first) && end < line.size() && is_word(line[end])) ++end;
  return end;
}

const char* color_of(const std::string& token) {
  if (token.starts_with("//")) return comment;
  if (token[0] == '"' || (token[0] == '\'' && token.size() > 1)) return text;
  if (keywords.contains(token)) return keyword;
  if (instruments.contains(token)) return instrument;
  return nullptr;
}

}  // namespace

std::string highlight(const std::string& line) {
  if (line.starts_with("#")) {
    return fmt::format("\033[{}m{}\033[0m", preprocessor, line);
  }
  std::string out;
  for (std::size_t begin = 0; begin < line.size();) {
    const std::size_t end = end_of_token(line, begin);
    const std::string token = line.substr(begin, end - begin);
    const char* color = color_of(token);
    out += color ? fmt::format("\033[{}m{}\033[0m", color, token) : token;
    begin = end;
  }
  return out;
}

}  // namespace pidlab
