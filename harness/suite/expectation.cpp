// Each table of the TOML has a function, which refuses keys that it does not
// know.
#include "harness/suite/expectation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "harness/base/did_you_mean.h"
#include "harness/record/kernel.h"
#include "harness/record/syscalls.h"
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
                "\"expect\" is missing or empty: a check that "
                "expects nothing cannot fail");
  }
  return found;
}

Needs needs(const TomlReader& read, const toml::table& root) {
  Needs needs;
  const toml::table* table = read.table(root, "needs");
  if (!table) return needs;
  read.allow_only(*table,
                  {"capability", "initial_user_namespace", "user_namespace",
                   "config", "syscall", "file", "vm", "machine_init"});
  needs.capability = read.list<std::string>(*table, "capability");
  needs.initial_user_namespace =
      read.optional<bool>(*table, "initial_user_namespace");
  needs.user_namespace = read.optional<bool>(*table, "user_namespace");
  needs.config = read.list<std::string>(*table, "config");
  needs.syscall = read.list<std::string>(*table, "syscall");
  needs.file = read.list<std::string>(*table, "file");
  needs.vm = read.optional<bool>(*table, "vm");
  needs.machine_init = read.optional<bool>(*table, "machine_init");

  const auto check = [&](const char* key, const std::vector<std::string>& words,
                         const std::vector<std::string>& known) {
    for (const std::string& word : words) {
      if (std::ranges::count(known, word)) continue;
      read.refuse(table->get(key)->source(),
                  fmt::format("unknown {} \"{}\"{}", key, word,
                              did_you_mean(word, known)));
    }
  };
  check("capability", needs.capability, known_capabilities());
  check("syscall", needs.syscall, probeable_syscalls());
  for (const std::string& option : needs.config) {
    if (!option.starts_with("CONFIG_")) {
      read.refuse(
          table->get("config")->source(),
          fmt::format("\"{0}\" is no kernel option; CONFIG_{0}?", option));
    }
  }
  return needs;
}

std::vector<Change> changes(const TomlReader& read, const toml::table& root) {
  std::vector<Change> changes;
  for (const toml::table* table : read.tables(root, "changed")) {
    read.allow_only(*table,
                    {"after", "by", "in", "because", "commit", "expect"});
    Change change;
    if (table->contains("in") == table->contains("by")) {
      read.refuse(table->source(),
                  "a change has either \"in\" (the exact version) or \"by\", "
                  "with \"after\", around it");
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
                  "changes stand in the order of their versions");
    }
    change.because = read.required<std::string>(*table, "because");
    change.commit = read.optional<std::string>(*table, "commit");
    change.expect = expectations(read, *table);
    changes.push_back(std::move(change));
  }
  return changes;
}

std::optional<Question> question(const TomlReader& read,
                                 const toml::table& root) {
  const toml::table* table = read.table(root, "question");
  if (!table) return {};
  read.allow_only(*table, {"ask", "choices", "answer", "because", "tempting"});
  Question question{.ask = read.required<std::string>(*table, "ask"),
                    .choices = read.list<std::string>(*table, "choices"),
                    .answer = 0,
                    .because = read.required<std::string>(*table, "because"),
                    .tempting = read.list<std::string>(*table, "tempting")};
  const auto answer = read.required<std::int64_t>(*table, "answer");
  if (answer < 1 || answer > std::int64_t(question.choices.size())) {
    read.refuse(table->get("answer")->source(),
                fmt::format("answer {} is not among the {} choices; the first "
                            "is 1",
                            answer, question.choices.size()));
  }
  question.answer = std::size_t(answer);
  if (question.tempting.size() + 1 != question.choices.size()) {
    read.refuse(
        table->source(),
        fmt::format("\"tempting\" says why of each wrong choice: there "
                    "are {}, and it has {}",
                    question.choices.size() - 1, question.tempting.size()));
  }
  return question;
}

std::vector<Erratum> errata(const TomlReader& read, const toml::table& root) {
  std::vector<Erratum> errata;
  for (const toml::table* table : read.tables(root, "errata")) {
    read.allow_only(*table, {"page", "says", "measured"});
    errata.push_back({.page = read.required<std::string>(*table, "page"),
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

// A relation to what is never observed, or a name on both lists, contradicts
// itself.
void check_names(const TomlReader& read, const toml::table& root,
                 const Expectation& all) {
  std::set<std::string> expected, observed;
  for (const auto& [name, _] : all.expect) expected.insert(name);
  for (const Change& change : all.changed) {
    for (const auto& [name, _] : change.expect) expected.insert(name);
  }
  observed = expected;
  for (const auto& [name, _] : all.observe_only) {
    if (expected.contains(name)) {
      read.refuse(root.get("observe_only")->source(),
                  fmt::format("{} is expected and only observed: it has to be "
                              "one or the other",
                              name));
    }
    observed.insert(name);
  }
  const auto check = [&](const Expectations& expectations,
                         const toml::source_region& where) {
    for (const auto& [name, relation] : expectations) {
      for (const auto* others : {&relation.same_as, &relation.differs_from}) {
        for (const std::string& other : *others) {
          if (other == name) {
            read.refuse(where, fmt::format("{} is related to itself", name));
          }
          if (observed.contains(other)) continue;
          read.refuse(
              where,
              fmt::format("{} is related to {}, which is never observed{}",
                          name, other, did_you_mean(other, observed)));
        }
      }
    }
  };
  check(all.expect, root.get("expect")->source());
  const auto tables = read.tables(root, "changed");
  for (std::size_t i = 0; i < tables.size(); ++i) {
    check(all.changed[i].expect, tables[i]->source());
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
  if (expected.at_most) {
    parts.push_back(fmt::format("at most {}", *expected.at_most));
  }
  if (expected.absent) parts.push_back("absent");
  return fmt::format("{}", fmt::join(parts, ", "));
}

Expectation parse_expectation(std::string_view text, const std::string& file) {
  const TomlReader read(file);
  const toml::table root = read.parse(text);
  if (root.empty()) {
    read.refuse({{1, 1}, {1, 1}, nullptr},
                "the file is empty: at least claim, why and expect are wanted");
  }
  read.allow_only(root, {"claim", "why", "man", "kernel", "contrast", "claims",
                         "seed", "since", "needs", "cast", "expect",
                         "observe_only", "changed", "question", "errata"});
  Expectation all{.claim = read.required<std::string>(root, "claim"),
                  .why = read.required<std::string>(root, "why"),
                  .man = read.list<std::string>(root, "man"),
                  .kernel = symbols(read, root),
                  .contrast = read.list<std::string>(root, "contrast"),
                  .claims = read.list<std::string>(root, "claims"),
                  .seed = read.list<std::string>(root, "seed"),
                  .since = {},
                  .needs = needs(read, root),
                  .cast = read_cast(read, root),
                  .expect = expectations(read, root),
                  .observe_only = {},
                  .changed = changes(read, root),
                  .question = question(read, root),
                  .errata = errata(read, root)};
  if (root.contains("since")) {
    all.since = read.required<Version>(root, "since");
  }
  if (const toml::table* table = read.table(root, "observe_only")) {
    for (const auto& [name, reason] : read_relations(read, *table)) {
      const auto* why =
          reason.equals ? std::get_if<std::string>(&*reason.equals) : nullptr;
      if (!why) {
        read.refuse(table->source(),
                    fmt::format("{} wants a text: why it is not judged", name));
      }
      all.observe_only.emplace_back(name, *why);
    }
  }
  check_names(read, root, all);
  return all;
}

}  // namespace pidlab
