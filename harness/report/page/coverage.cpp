// What the experiments show of manual pages and of the kernel's source.
#include <fmt/format.h>

#include <algorithm>

#include "harness/report/page/parts.h"

namespace pidlab {
namespace {

void add_experiments(Node cell, const std::vector<const Experiment*>& some,
                     const std::vector<const Experiment*>& on_page) {
  for (const Experiment* experiment : some) {
    const Node line = add(cell, "div");
    if (std::ranges::count(on_page, experiment)) {
      add_link_to_claim(line, *experiment);
    } else {
      say(line, experiment->expectation.claim);
    }
  }
}

void add_statement(Node table, const std::string& section,
                   const Statement& statement,
                   const std::vector<const Experiment*>& on_page) {
  const Node row = add(table, "tr");
  set(add(row, "th", section), "scope", "row");
  add(row, "td", statement.says);
  const Node cell = add(row, "td");
  add_experiments(cell, statement.shown_by, on_page);
  if (!statement.refuted_by.empty()) {
    add(cell, "div", "It is wrong or not always right:");
  }
  add_experiments(cell, statement.refuted_by, on_page);
  if (!statement.not_shown.empty()) {
    set(cell, "class", "muted");
    say(cell, "Not shown: " + statement.not_shown);
  }
}

void add_coverage_of(Node section, const Source& source,
                     const std::vector<const Experiment*>& on_page) {
  const Share share = share_of(source);
  if (share.all == 0) return;
  const Node details = add_details(
      section,
      fmt::format("{}: {} of {}", source.name, share.shown, share.all));
  const Node table = add(add_scroller(details, source.name), "table");
  for (const Section& part : source.sections) {
    for (const Statement& statement : part.statements) {
      add_statement(table, part.name, statement, on_page);
    }
  }
}

}  // namespace

void add_coverage(Node section, const Coverage& coverage,
                  const std::vector<const Experiment*>& on_page) {
  const auto add_part = [&](const char* what, const Sources& sources) {
    const Share share = share_of(sources);
    add(section, "h3", what + sources.read_at);
    add(section, "p",
        fmt::format("The experiments show {} of {} statements.", share.shown,
                    share.all));
    for (const Source& source : sources.all) {
      add_coverage_of(section, source, on_page);
    }
  };
  add_part("Manual pages: man-pages ", coverage.manual);
  add_part("The kernel's source: Linux ", coverage.kernel);
}

}  // namespace pidlab
