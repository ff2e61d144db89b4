// A file has a table for each page or file, in it a table for each section or
// function, and in this an entry for each statement.
#include "harness/suite/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/base/did_you_mean.h"
#include "harness/suite/toml_reader.h"

namespace pidlab {
namespace {

class SourceReader {
 public:
  SourceReader(const std::string& file, const Suite& suite)
      : read_(file), suite_(suite) {}

  Sources read(std::string_view text) const {
    const toml::table root = read_.parse(text);
    Sources sources{.read_at = read_.required<std::string>(root, "read_at"),
                    .all = {}};
    for (const auto& [key, node] : in_order(root)) {
      if (key->str() != "read_at") sources.all.push_back(source(*key, root));
    }
    return sources;
  }

 private:
  // The table of a key, which must have an entry.
  const toml::table& filled(const toml::key& key,
                            const toml::table& parent) const {
    const toml::table& table =
        *read_.table(parent, std::string(key.str()).c_str());
    if (table.empty()) {
      read_.refuse(key.source(),
                   fmt::format("\"{}\" is empty: add a statement", key.str()));
    }
    return table;
  }

  Source source(const toml::key& key, const toml::table& root) const {
    Source found{.name = std::string(key.str()), .sections = {}};
    const toml::table& table = filled(key, root);
    for (const auto& [section, node] : in_order(table)) {
      found.sections.push_back(
          {.name = std::string(section->str()), .statements = {}});
      for (const auto& [says, value] : in_order(filled(*section, table))) {
        found.sections.back().statements.push_back(
            statement(std::string(says->str()), *value, found.name));
      }
    }
    return found;
  }

  Statement statement(const std::string& says, const toml::node& value,
                      const std::string& page) const {
    Statement found{
        .says = says, .shown_by = {}, .refuted_by = {}, .not_shown = ""};
    if (value.is_string()) {
      found.not_shown = read_.as<std::string>(value);
    } else if (value.is_array()) {
      found.shown_by = experiments(value);
    } else if (const toml::table* table = value.as_table()) {
      read_.allow_only(*table, {"shown_by", "refuted_by"});
      if (const auto* shown = table->get("shown_by")) {
        found.shown_by = experiments(*shown);
      }
      if (!table->contains("refuted_by")) {
        read_.refuse(value.source(), "\"refuted_by\" is missing");
      }
      found.refuted_by = experiments(*table->get("refuted_by"));
      for (const Experiment* one : found.refuted_by) {
        if (std::ranges::count(one->expectation.errata, page, &Erratum::page)) {
          continue;
        }
        read_.refuse(value.source(),
                     fmt::format("expected/{}.toml has no erratum for {}",
                                 one->full_name(), page));
      }
    } else {
      read_.refuse(value.source(),
                   "expected a list of experiments, a table with "
                   "\"refuted_by\", or a string that says why it is not shown");
    }
    return found;
  }

  std::vector<const Experiment*> experiments(const toml::node& value) const {
    const toml::array* list = value.as_array();
    if (!list || list->empty()) {
      read_.refuse(value.source(),
                   "expected a list of at least one experiment");
    }
    std::vector<const Experiment*> found;
    for (const toml::node& node : *list) {
      const auto name = read_.as<std::string>(node);
      const auto one = std::ranges::find(suite_, name, &Experiment::name);
      if (one == suite_.end()) {
        std::vector<std::string> names;
        for (const Experiment& known : suite_) names.push_back(known.name);
        read_.refuse(node.source(),
                     fmt::format("unknown experiment \"{}\"{}", name,
                                 did_you_mean(name, names)));
      }
      found.push_back(&*one);
    }
    return found;
  }

  TomlReader read_;
  const Suite& suite_;
};

// The element of that name, added if there is none yet.
template <typename Element>
Element& named(std::vector<Element>& all, const std::string& name) {
  const auto found = std::ranges::find(all, name, &Element::name);
  if (found != all.end()) return *found;
  Element added{};
  added.name = name;
  return all.emplace_back(std::move(added));
}

}  // namespace

Share share_of(const Source& source) {
  Share share;
  for (const Section& section : source.sections) {
    for (const Statement& statement : section.statements) {
      ++share.all;
      share.shown += statement.not_shown.empty();
      share.refuted += !statement.refuted_by.empty();
    }
  }
  return share;
}

Share share_of(const Sources& sources) {
  Share share;
  for (const Source& source : sources.all) {
    const auto [shown, refuted, all] = share_of(source);
    share.shown += shown;
    share.refuted += refuted;
    share.all += all;
  }
  return share;
}

Sources parse_sources(std::string_view text, const std::string& file,
                      const Suite& suite) {
  return SourceReader(file, suite).read(text);
}

void add_citations(Sources& kernel, const Suite& suite) {
  for (const Experiment& experiment : suite) {
    for (const KernelSymbol& cited : experiment.expectation.kernel) {
      auto& by =
          named(named(kernel.all, cited.file).sections, cited.symbol).cited_by;
      if (by.empty() || by.back() != &experiment) by.push_back(&experiment);
    }
  }
}

bool is_listed(const Coverage& coverage, const Experiment& experiment) {
  for (const Sources* sources : {&coverage.manual, &coverage.kernel}) {
    for (const Source& source : sources->all) {
      for (const Section& section : source.sections) {
        for (const Statement& statement : section.statements) {
          if (std::ranges::count(statement.shown_by, &experiment) > 0 ||
              std::ranges::count(statement.refuted_by, &experiment) > 0) {
            return true;
          }
        }
      }
    }
  }
  return false;
}

std::vector<std::string> pages_not_listed(const Sources& manual,
                                          const Suite& suite) {
  std::set<std::string> pages;
  for (const Experiment& experiment : suite) {
    pages.insert(experiment.expectation.man.begin(),
                 experiment.expectation.man.end());
  }
  for (const Source& source : manual.all) pages.erase(source.name);
  return {pages.begin(), pages.end()};
}

}  // namespace pidlab
