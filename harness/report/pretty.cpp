// Text for people: one line per experiment, then each failure with its reason.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

#include "harness/report/diagnosis.h"
#include "harness/report/report.h"

namespace pidlab {
namespace {

std::string word(Verdict verdict, const Style& style) {
  const std::string word = fmt::format("{:<6}", to_string(verdict));
  switch (verdict) {
    case Verdict::pass:
      return painted(word, "32", style);
    case Verdict::skip:
      return painted(word, "33", style);
    case Verdict::broken:
      return painted(word, "35;1", style);
    case Verdict::fail:
      return painted(word, "31;1", style);
  }
  return word;
}

// "label      text", the text wrapped to stay beneath itself.
std::string entry(std::string_view label, const std::string& text,
                  const Style& style) {
  constexpr int indent = 13;
  return fmt::format("  {:<{}}{}\n", label, indent - 2,
                     hanging(indent, text, style));
}

std::string line(const Result& result, const Style& style, int name_width) {
  constexpr int before_name = 9;
  const Judgment& judgment = result.judgment;
  const bool plain_pass =
      judgment.verdict == Verdict::pass && judgment.reason.empty();
  const std::string& text =
      plain_pass ? result.experiment->expectation.claim : judgment.reason;
  std::string out = fmt::format("  {} ", word(judgment.verdict, style));
  const int used = before_name + name_width + 1;
  if (used + int(text.size()) <= style.width.value_or(1 << 20)) {
    out += fmt::format("{:<{}} {}\n", result.run.name, name_width, text);
  } else {
    // The name says most of the claim; a reason must be complete.
    out += result.run.name + "\n";
    if (!plain_pass) {
      out += std::string(before_name, ' ') + hanging(before_name, text, style) +
             "\n";
    }
  }
  if (const std::string differ = differing_verdicts(result); !differ.empty()) {
    out += fmt::format("{:{}}{}\n", "", before_name, differ);
  }
  return out;
}

std::string value_of(const Compared& row) {
  return row.observed ? to_string(*row.observed) : "nothing";
}

// What explains a failure.
std::string explanation(const Result& result, const Style& style) {
  const Expectation& expectation = result.experiment->expectation;
  const Judgment& judgment = result.judgment;
  std::string out = entry("why", expectation.why, style);
  if (!expectation.man.empty()) {
    out += entry("man page",
                 fmt::format("{}", fmt::join(expectation.man, ", ")), style);
  }
  for (const KernelSymbol& symbol : expectation.kernel) {
    out += entry("kernel",
                 fmt::format("{}: {} (Linux {})", symbol.file, symbol.symbol,
                             symbol.read_at),
                 style);
  }
  if (judgment.era && !judgment.era->commit.empty()) {
    out += entry("commit", judgment.era->commit, style);
  }
  return out;
}

}  // namespace

std::string differing_verdicts(const Result& result) {
  if (result.tally.size() < 2) return "";
  std::vector<std::string> counts;
  for (const auto& [verdict, count] : result.tally) {
    counts.push_back(fmt::format("{} {}", count, to_string(verdict)));
  }
  return fmt::format("verdicts differ between runs: {}",
                     fmt::join(counts, ", "));
}

std::string what_went_wrong(const Result& result, const Style& style) {
  const Expectation& expectation = result.experiment->expectation;
  const Judgment& judgment = result.judgment;
  std::string out = fmt::format("{} {}/{}\n", word(judgment.verdict, style),
                                result.run.chapter, result.run.name);
  out += entry("claim", expectation.claim, style);
  out += entry("reason", judgment.reason, style);
  if (judgment.verdict == Verdict::fail) {
    for (const Compared& row : judgment.compared) {
      if (row.holds) continue;
      out += entry("expected",
                   fmt::format("{} = {}", row.name, to_string(row.expected)),
                   style);
      out += entry("observed", fmt::format("{} = {}", row.name, value_of(row)),
                   style);
    }
  }
  std::istringstream tail(result.run.stderr_tail);
  for (std::string line; std::getline(tail, line);) {
    std::erase_if(line, [](unsigned char c) { return c < 0x20; });
    out += entry("stderr", line, style);
  }
  return out;
}

std::string failure_with_why(const Result& result, const Style& style) {
  std::string out = what_went_wrong(result, style);
  if (result.judgment.verdict == Verdict::fail) {
    out += explanation(result, style);
  }
  return out;
}

std::string pretty(const Report& report, const Style& style) {
  std::string out, chapter, failures;
  std::size_t name_width = 0;
  for (const Result& result : report.results) {
    name_width = std::max(name_width, result.run.name.size());
  }
  for (const Result& result : report.results) {
    if (result.run.chapter != chapter) {
      chapter = result.run.chapter;
      out += painted(chapter, "1", style) + "\n";
    }
    out += line(result, style, int(name_width));
    const Verdict verdict = result.judgment.verdict;
    if (verdict != Verdict::fail && verdict != Verdict::broken) continue;
    failures += "\n" + failure_with_why(result, style);
  }
  out += failures;
  if (const auto& diagnosis = report.header.diagnosis) {
    out += "\n" + painted("What diagnose found before this run", "1", style) +
           "\n" + diagnosis_text(*diagnosis, style);
    if (!diagnosis->unread.empty()) {
      out += hanging(0, diagnosis->unread, style) + ".\n";
    }
  }
  if (!report.header.stopped.empty()) {
    out += fmt::format("\nThis run was {}: {}.\n", early_end(report.header),
                       missing_runs(report.header));
  }
  const std::string summary = fmt::format(
      "{} on Linux {}, cell {}: {} passed, {} failed, {} broken, {} skipped "
      "in {:.2f} s",
      report.results.size() == 1
          ? "1 experiment"
          : fmt::format("{} experiments", report.results.size()),
      report.header.kernel.release, to_string(report.header.cell),
      report.count(Verdict::pass), report.count(Verdict::fail),
      report.count(Verdict::broken), report.count(Verdict::skip),
      report.wall_ms / 1000);
  return out + fmt::format("\n{}\n",
                           style.width ? hanging(0, summary, style) : summary);
}

}  // namespace pidlab
