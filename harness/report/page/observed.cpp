// Expected and observed values. Kernels with the same result share a column. If
// a value differs in every run, the column has that of the first kernel.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "harness/report/compare.h"
#include "harness/report/page/parts.h"

namespace pidlab {
namespace {

/// Kernels on which this experiment gives the same result.
struct SameKernels {
  std::vector<std::string> kernels;  // their labels
  const Result* first;
};

std::vector<SameKernels> grouped(const std::vector<Report>& reports,
                                 const Experiment& experiment) {
  const auto labels = kernel_labels(reports);
  std::vector<SameKernels> groups;
  std::map<std::string, std::size_t> places;  // by what the result shows
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto& results = reports[i].results;
    const auto result =
        std::ranges::find(results, &experiment, &Result::experiment);
    if (result == results.end()) continue;
    const auto [place, is_new] =
        places.try_emplace(outcome(*result), groups.size());
    if (is_new) groups.push_back({{}, &*result});
    groups[place->second].kernels.push_back(labels[i]);
  }
  return groups;
}

// The names in the order of the file; those of later eras are last.
std::vector<std::string> names_of(const Expectation& e) {
  std::vector<std::string> names;
  const auto collect = [&](const Expectations& all) {
    for (const auto& [name, _] : all) {
      if (std::ranges::count(names, name) == 0) names.push_back(name);
    }
  };
  collect(e.expect);
  for (const Change& change : e.changed) collect(change.expect);
  return names;
}

std::string expected_text(const Expectations& all, const std::string& name) {
  const auto found =
      std::ranges::find(all, name, &Expectations::value_type::first);
  return found == all.end() ? "not expected" : to_string(found->second);
}

void add_cell(Node line, const Result& result, const std::string& name,
              const std::string& base) {
  const auto& compared = result.judgment.compared;
  const auto row = std::ranges::find(compared, name, &Compared::name);
  if (row == compared.end()) {
    set(add(line, "td", "not expected"), "class", "muted");
    return;
  }
  const Node cell =
      add(line, "td", row->observed ? to_string(*row->observed) : "nothing");
  const bool alarming = !row->holds && result.judgment.verdict == Verdict::fail;
  set(cell, "class", alarming ? "value unexpected" : "value");
  const std::string wanted = to_string(row->expected);
  if (!row->holds) {
    add(cell, "small", fmt::format("expected: {}", wanted));
  } else if (wanted != base && result.judgment.era) {
    add(cell, "small",
        fmt::format("as since {}", to_string(result.judgment.era->by)));
  }
}

void add_table(Node article, const Expectation& e,
               const std::vector<SameKernels>& groups) {
  const Node table =
      add(add_scroller(article, "Expected and observed"), "table");
  const Node heads = add(add(table, "thead"), "tr");
  set(add(heads, "th", "observation"), "scope", "col");
  set(add(heads, "th",
          e.changed.empty()
              ? "expected"
              : "expected before " + to_string(e.changed.front().by)),
      "scope", "col");
  for (const SameKernels& group : groups) {
    set(add(heads, "th",
            groups.size() == 1
                ? "observed"
                : fmt::format("on {}", fmt::join(group.kernels, ", "))),
        "scope", "col");
  }
  const Node body = add(table, "tbody");
  for (const std::string& name : names_of(e)) {
    const Node line = add(body, "tr");
    set(add(line, "th", name), "scope", "row");
    const std::string base = expected_text(e.expect, name);
    set(add(line, "td", base), "class", "value");
    for (const SameKernels& group : groups) {
      add_cell(line, *group.first, name, base);
    }
  }
  for (const auto& [name, reason] : e.observe_only) {
    const Node line = add(body, "tr");
    set(add(line, "th", name), "scope", "row");
    set(add(line, "td", "not judged: " + reason), "class", "muted");
    for (const SameKernels& group : groups) {
      const auto& seen = group.first->run.observations;
      const auto found = std::ranges::find(seen, name, &Observation::name);
      set(add(line, "td",
              found == seen.end() ? "nothing" : to_string(found->value)),
          "class", "value");
    }
  }
  const bool shared = std::ranges::any_of(groups, [](const SameKernels& group) {
    return group.kernels.size() > 1;
  });
  if (shared && !e.observe_only.empty()) {
    set(add(article, "p",
            "Values that change with every run are from the first kernel "
            "named in the column."),
        "class", "muted");
  }
}

}  // namespace

void add_observed(Node article, const Experiment& experiment,
                  const std::vector<Report>& reports) {
  const auto groups = grouped(reports, experiment);
  const Node list = set(add(article, "ul"), "class", "verdicts");
  std::vector<SameKernels> judged;
  for (const SameKernels& group : groups) {
    const Judgment& judgment = group.first->judgment;
    const Node line = add(list, "li");
    add_verdict(line, judgment.verdict);
    const std::string era = era_in_words(*group.first);
    if (!era.empty()) say(line, " " + era);
    say(line, reports.size() > 1 && group.kernels.size() == reports.size()
                  ? fmt::format(" on all {} kernels", reports.size())
                  : fmt::format(" on {}", fmt::join(group.kernels, ", ")));
    if (!judgment.reason.empty()) say(line, ": " + judgment.reason);
    if (!judgment.compared.empty()) judged.push_back(group);
  }
  add(article, "h4", "Expected and observed");
  if (judged.empty()) {
    add_expected(article, experiment.expectation);
    return;
  }
  add_table(article, experiment.expectation, judged);
  const auto surprise =
      std::ranges::find_if(judged, [](const SameKernels& group) {
        return group.first->judgment.verdict != Verdict::pass;
      });
  const SameKernels& shown =
      surprise == judged.end() ? judged.front() : *surprise;
  add_timeline(article, shown.first->run, experiment.expectation,
               shown.kernels.front());
}

}  // namespace pidlab
