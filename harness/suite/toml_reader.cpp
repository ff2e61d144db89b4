// Every message has file:line:column, and says what is expected.
#include "harness/suite/toml_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/base/bad_input.h"
#include "harness/base/did_you_mean.h"
#include "harness/record/record.h"
#include "harness/record/version.h"

namespace pidlab {

std::string TomlReader::place(const toml::source_region& where) const {
  return fmt::format("{}:{}:{}", file_, where.begin.line, where.begin.column);
}

void TomlReader::refuse(const toml::source_region& where,
                        const std::string& why) const {
  throw BadInput(fmt::format("{}: {}", place(where), why));
}

toml::table TomlReader::parse(std::string_view text) const {
  try {
    return toml::parse(text, file_);
  } catch (const toml::parse_error& error) {
    refuse(error.source(), std::string(error.description()));
  }
}

void TomlReader::allow_only(const toml::table& table,
                            std::initializer_list<const char*> known) const {
  for (const auto& [key, value] : table) {
    if (std::ranges::find(known, key.str()) != known.end()) continue;
    refuse(key.source(),
           fmt::format("unknown key \"{}\"{}; expected one of: {}", key.str(),
                       did_you_mean(key.str(), known), fmt::join(known, ", ")));
  }
}

template <>
std::string TomlReader::as(const toml::node& node) const {
  const auto text = node.value_exact<std::string>();
  if (!text) refuse(node.source(), "expected a string");
  if (text->empty())
    refuse(node.source(), "expected a string that is not empty");
  return *text;
}

template <>
std::int64_t TomlReader::as(const toml::node& node) const {
  const auto number = node.value_exact<std::int64_t>();
  if (!number) refuse(node.source(), "expected an integer");
  return *number;
}

template <>
bool TomlReader::as(const toml::node& node) const {
  const auto flag = node.value_exact<bool>();
  if (!flag) refuse(node.source(), "expected true or false");
  return *flag;
}

template <>
Value TomlReader::as(const toml::node& node) const {
  if (const auto number = node.value_exact<std::int64_t>()) return *number;
  if (const auto text = node.value_exact<std::string>()) return *text;
  refuse(node.source(), "expected an integer or a string");
}

template <>
Version TomlReader::as(const toml::node& node) const {
  const auto text = as<std::string>(node);
  const auto version = Version::parse(text);
  // A kernel may be called 6.18-rc1+, but an expectation must not.
  if (!version || to_string(*version) != text) {
    refuse(node.source(), "expected a kernel version such as \"6.18\"");
  }
  return *version;
}

std::vector<std::string> TomlReader::names(const toml::table& table,
                                           const char* key) const {
  const toml::node* node = table.get(key);
  if (node && !node->is_array()) return {as<std::string>(*node)};
  return list<std::string>(table, key);
}

const toml::table* TomlReader::table(const toml::table& parent,
                                     const char* key) const {
  const toml::node* node = parent.get(key);
  if (node && !node->is_table()) {
    refuse(node->source(), fmt::format("\"{}\": expected a table", key));
  }
  return node ? node->as_table() : nullptr;
}

std::vector<const toml::table*> TomlReader::tables(const toml::table& parent,
                                                   const char* key) const {
  std::vector<const toml::table*> found;
  for (const toml::node* node : nodes(parent, key)) {
    if (!node->is_table()) {
      refuse(node->source(),
             fmt::format("\"{}\": expected an array of tables", key));
    }
    found.push_back(node->as_table());
  }
  return found;
}

void TomlReader::require(const toml::table& table, const char* key) const {
  if (!table.contains(key)) {
    refuse(table.source(), fmt::format("\"{}\" is missing", key));
  }
}

std::vector<const toml::node*> TomlReader::nodes(const toml::table& table,
                                                 const char* key) const {
  std::vector<const toml::node*> found;
  const toml::node* node = table.get(key);
  if (!node) return found;
  if (!node->is_array()) {
    refuse(node->source(), fmt::format("\"{}\": expected an array", key));
  }
  for (const toml::node& element : *node->as_array()) {
    found.push_back(&element);
  }
  return found;
}

std::vector<std::pair<const toml::key*, const toml::node*>> in_order(
    const toml::table& table) {
  std::vector<std::pair<const toml::key*, const toml::node*>> entries;
  for (const auto& [key, node] : table) entries.emplace_back(&key, &node);
  std::ranges::stable_sort(entries, {}, [](const auto& entry) {
    const auto& begin = entry.first->source().begin;
    return std::pair(begin.line, begin.column);
  });
  return entries;
}

}  // namespace pidlab
