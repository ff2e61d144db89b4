// A line is a TOML document with one key: the name of the observation.
#include "harness/cell/observation_line.h"

#include <fmt/format.h>

#include "harness/base/utf8.h"
#include "harness/suite/toml.h"

namespace pidlab {
namespace {

constexpr std::size_t longest_quote = 60;

Line malformed(std::string_view text) {
  const Value shown =
      std::string(text.substr(0, cut_at_most(text, longest_quote)));
  return {.broken = fmt::format("wrote {}, which is not an observation",
                                to_string(shown)),
          .name = {},
          .value = {}};
}

}  // namespace

Line parse_line(std::string_view text) {
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error&) {
    return malformed(text);
  }
  if (table.size() != 1 || !text.ends_with('\n')) return malformed(text);

  std::string name(table.begin()->first.str());
  const toml::node* node = &table.begin()->second;
  if (const auto why = node->as_table(); why && name == "broken") {
    return {.broken = fmt::format("{}: {}", (*why)["at"].value_or("?"),
                                  (*why)["why"].value_or("?")),
            .name = {},
            .value = {}};
  }
  while (const toml::table* inner = node->as_table()) {
    if (inner->size() != 1) return malformed(text);
    name.append(".").append(inner->begin()->first.str());
    node = &inner->begin()->second;
  }
  if (const auto number = node->value_exact<std::int64_t>()) {
    return {.broken = {}, .name = name, .value = *number};
  }
  if (const auto word = node->value_exact<std::string>()) {
    return {.broken = {}, .name = name, .value = *word};
  }
  return malformed(text);
}

std::vector<std::string> LineBuffer::add(pid_t writer, std::string_view text) {
  std::string& begun = begun_[writer];
  begun += text;
  std::vector<std::string> lines;
  for (auto end = begun.find('\n'); end != begun.npos; end = begun.find('\n')) {
    lines.push_back(begun.substr(0, end + 1));
    begun.erase(0, end + 1);
  }
  return lines;
}

std::string LineBuffer::unfinished() const {
  for (const auto& [writer, begun] : begun_) {
    if (!begun.empty()) return begun;
  }
  return "";
}

}  // namespace pidlab
