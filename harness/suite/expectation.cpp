// Reads a file of expected/ into an Expectation, table by table.
#include "harness/suite/expectation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "harness/suite/expected.h"

namespace pidlab {
namespace {

Expectations expectations(const TomlReader& read, const toml::table& parent) {
  Expectations found;
  if (const toml::table* table = read.table(parent, "expect")) {
    found = read_relations(read, *table);
  }
  if (found.empty()) {
    read.refuse(parent.source(),
                "\"expect\" is missing or empty: add at least one expected "
                "observation");
  }
  return found;
}

std::vector<Change> changes(const TomlReader& read, const toml::table& root) {
  std::vector<Change> changes;
  for (const toml::table* table : read.tables(root, "changed")) {
    read.allow_only(*table,
                    {"after", "by", "in", "because", "commit", "expect"});
    Change change;
    if (table->contains("in") == table->contains("by")) {
      read.refuse(table->source(),
                  "expected either \"in\" (the exact version), or \"after\" "
                  "(the last version before the change) and \"by\" (the first "
                  "version known to have it)");
    }
    if (table->contains("in")) {
      change.by = read.required<Version>(*table, "in");
    } else {
      change.by = read.required<Version>(*table, "by");
      change.after = read.required<Version>(*table, "after");
      if (compare(change.by, *change.after) <= 0) {
        read.refuse(
            table->get("by")->source(),
            fmt::format("\"by\" {} is not later than \"after\" {}",
                        to_string(change.by), to_string(*change.after)));
      }
    }
    if (!changes.empty() && compare(change.by, changes.back().by) <= 0) {
      read.refuse(table->source(),
                  "expected the changes in the order of their versions");
    }
    change.because = read.required<std::string>(*table, "because");
    change.commit = read.optional<std::string>(*table, "commit");
    change.expect = expectations(read, *table);
    changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<Erratum> errata(const TomlReader& read, const toml::table& root) {
  std::vector<Erratum> errata;
  for (const toml::table* table : read.tables(root, "errata")) {
    read.allow_only(*table, {"page", "section", "says", "measured"});
    errata.push_back({.page = read.required<std::string>(*table, "page"),
                      .section = read.required<std::string>(*table, "section"),
                      .says = read.required<std::string>(*table, "says"),
                      .measured = {}});
    const toml::table* measured = read.table(*table, "measured");
    if (!measured) {
      read.refuse(table->source(), "\"measured\" is missing");
    }
    for (const auto& [key, node] : in_order(*measured)) {
      errata.back().measured.emplace_back(key->str(),
                                          read.as<std::string>(*node));
    }
  }
  return errata;
}

std::vector<KernelSymbol> symbols(const TomlReader& read,
                                  const toml::table& root) {
  std::vector<KernelSymbol> symbols;
  for (const toml::table* table : read.tables(root, "kernel")) {
    read.allow_only(*table, {"file", "symbol", "read_at"});
    symbols.push_back(
        {.file = read.required<std::string>(*table, "file"),
         .symbol = read.required<std::string>(*table, "symbol"),
         .read_at = read.required<std::string>(*table, "read_at")});
  }
  return symbols;
}

std::vector<std::pair<std::string, std::string>> observe_only(
    const TomlReader& read, const toml::table& root) {
  std::vector<std::pair<std::string, std::string>> reasons;
  const toml::table* table = read.table(root, "observe_only");
  if (!table) return reasons;
  for (const auto& [name, reason] : read_relations(read, *table)) {
    const auto* why =
        reason.equals ? std::get_if<std::string>(&*reason.equals) : nullptr;
    if (!why) {
      read.refuse(
          table->source(),
          fmt::format("{}: expected a string that says why it is not judged",
                      name));
    }
    reasons.emplace_back(name, *why);
  }
  return reasons;
}

// Adds the names that relations refer to. A name that is compared with itself,
// or is in both lists, is a contradiction.
void list_related(const TomlReader& read, const toml::table& root,
                  Expectation& all) {
  std::set<std::string> expected, listed;
  const auto collect = [&](const Expectations& expectations) {
    for (const auto& [name, _] : expectations) expected.insert(name);
  };
  collect(all.expect);
  for (const Change& change : all.changed) collect(change.expect);
  listed = expected;
  for (const auto& [name, _] : all.observe_only) {
    if (expected.contains(name)) {
      read.refuse(
          root.get("observe_only")->source(),
          fmt::format(
              "{} is both expected and in \"observe_only\": remove one of them",
              name));
    }
    listed.insert(name);
  }
  const auto list = [&](const Expectations& expectations,
                        const toml::source_region& where) {
    for (const auto& [name, relation] : expectations) {
      for (const auto* others : {&relation.same_as, &relation.differs_from}) {
        for (const std::string& other : *others) {
          if (other == name) {
            read.refuse(
                where,
                fmt::format(
                    "{} is compared with itself: name another observation",
                    name));
          }
          if (!listed.insert(other).second) continue;
          all.observe_only.emplace_back(
              other, fmt::format("{} is compared with it", name));
        }
      }
    }
  };
  list(all.expect, root.get("expect")->source());
  const auto tables = read.tables(root, "changed");
  for (std::size_t i = 0; i < tables.size(); ++i) {
    list(all.changed[i].expect, tables[i]->source());
  }
}

}  // namespace

std::string to_string(const Expected& expected) {
  std::vector<std::string> parts;
  if (expected.equals) parts.push_back(to_string(*expected.equals));
  for (const std::string& name : expected.same_as) {
    parts.push_back("same as " + name);
  }
  for (const std::string& name : expected.differs_from) {
    parts.push_back("differs from " + name);
  }
  if (!expected.one_of.empty()) {
    std::vector<std::string> values;
    for (const Value& value : expected.one_of) {
      values.push_back(to_string(value));
    }
    parts.push_back(fmt::format("one of {}", fmt::join(values, ", ")));
  }
  if (expected.at_least) {
    parts.push_back(fmt::format("at least {}", *expected.at_least));
  }
  if (expected.absent) parts.push_back("absent");
  return fmt::format("{}", fmt::join(parts, ", "));
}

Expectation parse_expectation(std::string_view text, const std::string& file) {
  const TomlReader read(file);
  const toml::table root = read.parse(text);
  if (root.empty()) {
    read.refuse({{1, 1}, {1, 1}, nullptr},
                "the file is empty: claim, why and expect are required");
  }
  read.allow_only(
      root, {"claim", "why", "man", "kernel", "contrast", "since", "needs",
             "cast", "expect", "observe_only", "changed", "errata"});
  Expectation all{.claim = read.required<std::string>(root, "claim"),
                  .why = read.required<std::string>(root, "why"),
                  .man = read.list<std::string>(root, "man"),
                  .kernel = symbols(read, root),
                  .contrast = read.list<std::string>(root, "contrast"),
                  .contrast_place = {},
                  .since = {},
                  .needs = read_needs(read, root),
                  .cast = read_cast(read, root),
                  .expect = expectations(read, root),
                  .observe_only = observe_only(read, root),
                  .changed = changes(read, root),
                  .errata = errata(read, root)};
  if (!root.at_path("needs.levels")) all.needs.levels = levels(all.cast);
  if (const toml::node* contrast = root.get("contrast")) {
    all.contrast_place = read.place(contrast->source());
  }
  if (root.contains("since")) {
    all.since = read.required<Version>(root, "since");
  }
  list_related(read, root, all);
  return all;
}

}  // namespace pidlab
