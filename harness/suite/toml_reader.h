#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/record/record.h"
#include "harness/record/version.h"
#include "harness/suite/toml.h"

namespace pidlab {

/// Reads the tables of a TOML file. Every member function throws BadInput with
/// file:line:column.
class TomlReader {
 public:
  explicit TomlReader(std::string file) : file_(std::move(file)) {}

  /// FILE:LINE:COLUMN
  std::string place(const toml::source_region& where) const;

  [[noreturn]] void refuse(const toml::source_region& where,
                           const std::string& why) const;

  /// Parses the text of the whole file.
  toml::table parse(std::string_view text) const;

  /// Refuses an unknown key, and suggests the nearest known one.
  void allow_only(const toml::table&,
                  std::initializer_list<const char*> known) const;

  /// A text, number, flag, Value or Version. Texts must not be empty.
  template <typename Type>
  Type as(const toml::node&) const;

  template <typename Type>
  Type required(const toml::table& table, const char* key) const {
    require(table, key);
    return as<Type>(*table.get(key));
  }

  /// The value of a key, or an empty value if the key is missing.
  template <typename Type>
  Type optional(const toml::table& table, const char* key) const {
    const toml::node* node = table.get(key);
    return node ? as<Type>(*node) : Type{};
  }

  /// The elements of a list; none if the key is missing.
  template <typename Element>
  std::vector<Element> list(const toml::table& table, const char* key) const {
    std::vector<Element> elements;
    for (const toml::node* node : nodes(table, key)) {
      elements.push_back(as<Element>(*node));
    }
    return elements;
  }

  /// An array of names, or one name.
  std::vector<std::string> names(const toml::table&, const char* key) const;

  /// The table of a key, or null if the key is missing.
  const toml::table* table(const toml::table&, const char* key) const;

  /// The tables of `[[key]]`, or of a list of inline tables.
  std::vector<const toml::table*> tables(const toml::table&,
                                         const char* key) const;

 private:
  void require(const toml::table&, const char* key) const;
  std::vector<const toml::node*> nodes(const toml::table&,
                                       const char* key) const;

  std::string file_;
};

template <>
std::string TomlReader::as(const toml::node&) const;
template <>
std::int64_t TomlReader::as(const toml::node&) const;
template <>
bool TomlReader::as(const toml::node&) const;
template <>
Value TomlReader::as(const toml::node&) const;
template <>
Version TomlReader::as(const toml::node&) const;

/// The entries of a table in the order of the file.
std::vector<std::pair<const toml::key*, const toml::node*>> in_order(
    const toml::table&);

}  // namespace pidlab
