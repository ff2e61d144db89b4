// The summary, and behavior by kernel.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "harness/report/compare.h"
#include "harness/report/fold.h"
#include "harness/report/page/parts.h"

namespace pidlab {
namespace {

void add_head(Node line, const std::string& text) {
  set(add(line, "th", text), "scope", "col");
}

void add_count(Node line, int count, Verdict verdict) {
  const Node cell = add(line, "td", fmt::to_string(count));
  const bool alarming = verdict == Verdict::fail || verdict == Verdict::broken;
  set(cell, "class", count && alarming ? "number unexpected" : "number");
}

void add_kernels(Node section, const std::vector<Report>& reports) {
  const Node table = add(add_scroller(section, "The kernels"), "table");
  const Node heads = add(add(table, "thead"), "tr");
  const bool folded = count_of(reports) > reports.size();
  if (folded) add_head(heads, "records");
  for (const char* text : {"kernel", "machine", "cell", "taken", "passed",
                           "failed", "broken", "skipped"}) {
    add_head(heads, text);
  }
  const Node body = add(table, "tbody");
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const Report& report = reports[i];
    const RecordHeader& header = report.header;
    const Node line = set(add(body, "tr"), "id", fmt::format("kernel-{}", i));
    if (folded) {
      add(line, "td",
          fmt::format("{}: {}", count_of(report), names_of(report)));
    }
    set(add(line, "th",
            is_missing(report) ? "no record"
                               : "Linux " + header.kernel.release),
        "scope", "row");
    add(line, "td", header.kernel.machine);
    add(line, "td", to_string(header.cell));
    set(add(line, "td", header.taken), "class", "taken");
    for (const Verdict verdict :
         {Verdict::pass, Verdict::fail, Verdict::broken, Verdict::skip}) {
      add_count(line, report.count(verdict), verdict);
    }
  }
  for (const Report& report : reports) {
    const RecordHeader& header = report.header;
    if (header.stopped.empty() || is_missing(report)) continue;
    add(section, "p",
        fmt::format("On {} the run was {}: {}.", header.kernel.release,
                    early_end(header), missing_runs(header)));
  }
}

// The records that differ from most, each with a link to how.
void add_outliers(Node section, const std::vector<Report>& reports) {
  const auto some = outliers(reports);
  if (some.empty()) return;
  const Report& common = most_common(reports);
  add(section, "p", count_in_words(some, reports) + ":");
  const Node list = add(section, "ul");
  for (const auto& [report, differs_in] : some) {
    const Node line = add(list, "li", names_of(*report) + ": ");
    if (is_missing(*report)) {
      say(line, report->header.stopped);
      continue;
    }
    for (const Experiment* experiment : differs_in) {
      if (experiment != differs_in.front()) say(line, "; ");
      add_link_to(line, *experiment, experiment->full_name());
      say(line, " is " + change(*experiment, common, *report));
    }
  }
}

/// The verdicts of one experiment on all kernels.
struct Row {
  const Experiment* experiment;
  std::vector<const Result*> results;  // null where it was not run

  bool any(Verdict verdict) const {
    return std::ranges::any_of(results, [&](const Result* result) {
      return result && result->judgment.verdict == verdict;
    });
  }
  bool differs() const {
    return std::ranges::any_of(results, [&](const Result* result) {
      return verdict_by_era(result) != verdict_by_era(results.front());
    });
  }
};

std::vector<Row> rows_of(const std::vector<Report>& reports) {
  std::vector<Row> rows;
  for (const Experiment* experiment : experiments_of(reports)) {
    rows.push_back({experiment, {}});
    for (const Report& report : reports) {
      rows.back().results.push_back(result_of(report, *experiment));
    }
  }
  return rows;
}

// Failures come first, each with its reason and a link.
void add_alarms(Node section, const std::vector<Row>& rows,
                const std::vector<std::string>& labels) {
  const Node list = add(section, "ul");
  set(list, "class", "alarms");
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.results.size(); ++i) {
      const Result* result = row.results[i];
      if (!result || result->judgment.verdict == Verdict::pass ||
          result->judgment.verdict == Verdict::skip) {
        continue;
      }
      const Node line = add(list, "li");
      add_verdict(line, result->judgment.verdict);
      say(line, fmt::format(" on {}: ", labels[i]));
      add_link_to(line, *row.experiment, row.experiment->expectation.claim);
      say(line, " " + result->judgment.reason);
    }
  }
}

void add_matrix_cell(Node line, const Row& row, std::size_t column,
                     const std::string& label) {
  const Result* result = row.results[column];
  const Node cell = add(line, "td");
  if (!result) {
    say(cell, "not run");
    set(cell, "class", "muted");
    return;
  }
  const Judgment& judgment = result->judgment;
  const std::string word = to_string(judgment.verdict);
  const std::string era = era_in_words(*result);
  set(cell, "class", era.starts_with("as") ? "later" : word);
  // A plain PASS needs no explanation: it is not a link.
  if (word == "PASS" && era.empty()) {
    say(cell, word);
    return;
  }
  const Node link = add_link_to(cell, *row.experiment, word);
  set(link, "title",
      fmt::format(
          "{}: {}", label,
          judgment.reason.empty() ? "see what changed" : judgment.reason));
  if (!era.empty()) add(link, "small", era);
}

// The labels of a kernel, from the shortest to the one that tells most.
std::string version_label(const Report& report) {
  return is_missing(report) ? "no record"
                            : to_string(report.header.kernel.version);
}

std::string release_label(const Report& report) {
  return is_missing(report) ? "no record" : report.header.kernel.release;
}

std::string cell_label(const Report& report) {
  return is_missing(report)
             ? "no record"
             : fmt::format("{} (cell {})", report.header.kernel.release,
                           to_string(report.header.cell));
}

std::string name_label(const Report& report) {
  return fmt::format("{} ({})", release_label(report), report.header.name);
}

}  // namespace

std::vector<std::string> kernel_labels(const std::vector<Report>& reports) {
  std::vector<std::string> labels(reports.size());
  std::vector<std::size_t> left(reports.size());
  std::iota(left.begin(), left.end(), 0);
  for (const auto label :
       {version_label, release_label, cell_label, name_label}) {
    std::map<std::string, int> seen;
    for (const std::size_t i : left) ++seen[labels[i] = label(reports[i])];
    std::erase_if(left, [&](std::size_t i) { return seen[labels[i]] == 1; });
  }
  std::map<std::string, int> seen;
  for (const std::size_t i : left) {
    const int n = ++seen[labels[i]];
    if (n > 1) labels[i] += fmt::format(" ({})", n);
  }
  return labels;
}

std::string era_in_words(const Result& result) {
  const std::string text = verdict_by_era(&result);
  const auto space = text.find(' ');
  if (space == text.npos) return "";
  const std::string era = text.substr(space + 1);
  return era.starts_with('<') ? "before " + era.substr(1) : "as since " + era;
}

Node add_verdict(Node parent, Verdict verdict) {
  const std::string word = to_string(verdict);
  return set(add(parent, "b", word), "class", "verdict " + word);
}

void add_summary(Node section, const std::vector<Report>& reports) {
  const auto rows = rows_of(reports);
  const auto count = [&](auto predicate) {
    return std::ranges::count_if(rows, predicate);
  };
  const auto failing = count([](const Row& row) {
    return row.any(Verdict::fail) || row.any(Verdict::broken);
  });
  const auto skipped =
      count([](const Row& row) { return row.any(Verdict::skip); });
  const auto differing = count([](const Row& row) { return row.differs(); });
  std::string text = fmt::format(
      "{} {} on {}. ", rows.size(),
      rows.size() == 1 ? "experiment" : "experiments",
      reports.size() == 1 ? "Linux " + reports.front().header.kernel.release
                          : fmt::format("{} kernels", reports.size()));
  if (count_of(reports) > reports.size()) {
    text = fmt::format(
        "{} experiments in {} records, which show {} different "
        "results. ",
        rows.size(), count_of(reports), reports.size());
  }
  text +=
      failing == 0 ? "None failed" : fmt::format("{} failed or broke", failing);
  text += fmt::format("; {} could not run{}.", skipped,
                      reports.size() == 1 ? "" : " everywhere");
  if (reports.size() > 1) {
    text += fmt::format(" {} differ between kernels.", differing);
  }
  set(add(section, "p", text), "class", "lead");
  add_outliers(section, reports);
  if (failing) add_alarms(section, rows, kernel_labels(reports));
  add_kernels(section, reports);
}

void add_matrix(Node section, const std::vector<Report>& reports,
                const std::vector<Chapter>& chapters) {
  add(section, "p",
      "Each claim is a link to its explanation. \"As since 7.2\" means that "
      "the kernel behaves as expected of Linux 7.2 and later.");
  const auto labels = kernel_labels(reports);
  const Node scroller = add_scroller(section, "Behavior by kernel");
  const Node table = set(add(scroller, "table"), "class", "matrix");
  const Node heads = add(add(table, "thead"), "tr");
  add_head(heads, "claim");
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const Node head = set(add(heads, "th"), "scope", "col");
    add_link(head, fmt::format("#kernel-{}", i), labels[i]);
  }
  Node body;
  std::string chapter;
  for (const Row& row : rows_of(reports)) {
    if (row.experiment->chapter != chapter) {
      chapter = row.experiment->chapter;
      body = add(table, "tbody");
      const Node head = add(add(body, "tr"), "th", title_of(chapter, chapters));
      set(head, "scope", "rowgroup");
      set(head, "colspan", fmt::to_string(labels.size() + 1));
    }
    const Node line = add(body, "tr");
    add_link_to(set(add(line, "th"), "scope", "row"), *row.experiment,
                row.experiment->expectation.claim);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      add_matrix_cell(line, row, i, labels[i]);
    }
  }
}

}  // namespace pidlab
