#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

#include "harness/report/report.h"

namespace pidlab {
namespace {

class Pretty {
 public:
  explicit Pretty(const Style& style) : style_(style) {}

  std::string verdict(Verdict verdict) const {
    const std::string word = fmt::format("{:<6}", to_string(verdict));
    switch (verdict) {
      case Verdict::pass:
        return paint("32", word);
      case Verdict::skip:
        return paint("33", word);
      case Verdict::broken:
        return paint("35;1", word);
      case Verdict::fail:
        return paint("31;1", word);
    }
    return word;
  }

  std::string paint(const char* code, const std::string& text) const {
    return style_.color ? fmt::format("\033[{}m{}\033[0m", code, text) : text;
  }

  // "label      text", the text wrapped to stay beneath itself.
  std::string entry(std::string_view label, const std::string& text) const {
    constexpr int indent = 13;
    return fmt::format("  {:<{}}", label, indent - 2) +
           wrapped(text, indent, style_) + "\n";
  }

  int width() const { return style_.width.value_or(1 << 20); }

  const Style& style() const { return style_; }

 private:
  Style style_;
};

std::string line(const Result& result, const Pretty& p, int name_width) {
  constexpr int before_name = 9;
  const Judgement& judgement = result.judgement;
  const bool plain_pass =
      judgement.verdict == Verdict::pass && judgement.reason.empty();
  const std::string& text =
      plain_pass ? result.experiment->expectation.claim : judgement.reason;
  std::string out = fmt::format("  {} ", p.verdict(judgement.verdict));
  const int used = before_name + name_width + 1;
  if (used + int(text.size()) <= p.width()) {
    out += fmt::format("{:<{}} {}\n", result.run.name, name_width, text);
  } else {
    // The name says most of the claim; a reason must not get lost.
    out += result.run.name + "\n";
    if (!plain_pass) {
      out += std::string(before_name, ' ') +
             wrapped(text, before_name, p.style()) + "\n";
    }
  }
  if (result.tally.size() > 1) {
    std::vector<std::string> counts;
    for (const auto& [verdict, count] : result.tally) {
      counts.push_back(fmt::format("{} {}", count, to_string(verdict)));
    }
    out += fmt::format("{:{}}not the same every time: {}\n", "", before_name,
                       fmt::join(counts, ", "));
  }
  return out;
}

std::string value_of(const Compared& row) {
  return row.observed ? to_string(*row.observed) : "nothing";
}

// What one has to know to understand it, at the moment of surprise.
std::string in_full(const Result& result, const Pretty& p) {
  const Expectation& expectation = result.experiment->expectation;
  const Judgement& judgement = result.judgement;
  std::string out = fmt::format("\n{} {}/{}\n", p.verdict(judgement.verdict),
                                result.run.chapter, result.run.name);
  out += p.entry("claim", expectation.claim);
  out += p.entry("reason", judgement.reason);
  if (judgement.verdict == Verdict::fail) {
    for (const Compared& row : judgement.compared) {
      if (row.holds) continue;
      out += p.entry("expected",
                     fmt::format("{} = {}", row.name, to_string(row.expected)));
      out +=
          p.entry("observed", fmt::format("{} = {}", row.name, value_of(row)));
    }
    out += p.entry("why", expectation.why);
    out += p.entry("man page",
                   fmt::format("{}", fmt::join(expectation.man, ", ")));
    for (const KernelSymbol& symbol : expectation.kernel) {
      out += p.entry("kernel", fmt::format("{}: {} (Linux {})", symbol.file,
                                           symbol.symbol, symbol.read_at));
    }
    if (judgement.era && !judgement.era->commit.empty()) {
      out += p.entry("commit", judgement.era->commit);
    }
  }
  std::istringstream said(result.run.said);
  for (std::string line; std::getline(said, line);) {
    std::erase_if(line, [](unsigned char c) { return c < 0x20; });
    out += p.entry("stderr", line);
  }
  return out;
}

}  // namespace

std::string pretty(const Report& report, const Style& style) {
  const Pretty p(style);
  std::string out, chapter, failures;
  std::size_t name_width = 0;
  for (const Result& result : report.results) {
    name_width = std::max(name_width, result.run.name.size());
  }
  for (const Result& result : report.results) {
    if (result.run.chapter != chapter) {
      chapter = result.run.chapter;
      out += p.paint("1", chapter) + "\n";
    }
    out += line(result, p, int(name_width));
    if (result.judgement.verdict == Verdict::fail ||
        result.judgement.verdict == Verdict::broken) {
      failures += in_full(result, p);
    }
  }
  out += failures;
  if (!report.record.stopped.empty()) {
    out += fmt::format("\nStopped by {}: {} not run.\n", report.record.stopped,
                       report.record.not_run);
  }
  out += fmt::format(
      "\n{} on Linux {}, cell {}: {} passed, {} failed, {} broken, {} skipped "
      "in {:.2f} s\n",
      report.results.size() == 1
          ? "1 experiment"
          : fmt::format("{} experiments", report.results.size()),
      report.record.kernel.release, to_string(report.record.cell),
      report.count(Verdict::pass), report.count(Verdict::fail),
      report.count(Verdict::broken), report.count(Verdict::skip),
      report.wall_ms / 1000);
  return out;
}

}  // namespace pidlab
