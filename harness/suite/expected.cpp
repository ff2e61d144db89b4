// Reads literals and relations.
#include "harness/suite/expected.h"

#include <fmt/format.h>

#include <algorithm>

namespace pidlab {
namespace {

Expected relation(const TomlReader& read, const toml::table& table) {
  read.allow_only(table,
                  {"same_as", "differs_from", "one_of", "at_least", "absent"});
  if (table.empty()) {
    read.refuse(table.source(),
                "an empty relation always holds: add a condition");
  }
  for (const char* key : {"same_as", "differs_from", "one_of"}) {
    const toml::array* list = table.get_as<toml::array>(key);
    if (list && list->empty()) {
      read.refuse(list->source(),
                  fmt::format("\"{}\" is empty: add a value", key));
    }
  }
  Expected expected;
  expected.same_as = read.names(table, "same_as");
  expected.differs_from = read.names(table, "differs_from");
  expected.one_of = read.list<Value>(table, "one_of");
  if (table.contains("at_least")) {
    expected.at_least = read.required<std::int64_t>(table, "at_least");
  }
  expected.absent = read.optional<bool>(table, "absent");
  if (expected.absent && table.size() > 1) {
    read.refuse(table.source(),
                "\"absent\" cannot be combined with another condition: remove "
                "one of them");
  }
  if (table.contains("absent") && !expected.absent) {
    read.refuse(table.source(), "absent = false has no effect: remove it");
  }
  const auto is_within = [&](const Value& value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    return !expected.at_least || (number && *number >= *expected.at_least);
  };
  if (!expected.one_of.empty() &&
      std::ranges::none_of(expected.one_of, is_within)) {
    read.refuse(table.source(),
                fmt::format("no value can be {}", to_string(expected)));
  }
  for (const std::string& name : expected.same_as) {
    if (std::ranges::count(expected.differs_from, name)) {
      read.refuse(
          table.source(),
          fmt::format("a value cannot be the same as {} and differ from it",
                      name));
    }
  }
  return expected;
}

void collect(const TomlReader& read, const toml::table& table,
             const std::string& prefix, Expectations& into) {
  for (const auto& [key, node] : in_order(table)) {
    const std::string name = prefix + std::string(key->str());
    const toml::table* inner = node->as_table();
    if (inner && !inner->is_inline()) {
      collect(read, *inner, name + ".", into);
    } else if (inner) {
      into.emplace_back(name, relation(read, *inner));
    } else {
      into.emplace_back(name, Expected{.equals = read.as<Value>(*node)});
    }
  }
}

}  // namespace

Expectations read_relations(const TomlReader& read, const toml::table& table) {
  Expectations found;
  collect(read, table, "", found);
  return found;
}

}  // namespace pidlab
