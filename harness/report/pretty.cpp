#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

#include "harness/report/report.h"

namespace pidlab {
namespace {

constexpr int widest_prose = 80;

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

  // A line that is too long for the terminal ends in dots instead of wrapping.
  std::string fit(const std::string& text, int used) const {
    const int room = style_.width ? std::max(*style_.width - used, 8) : -1;
    if (room < 0 || int(text.size()) <= room) return text;
    return text.substr(0, room - 3) + "...";
  }

  // "label      text", the text wrapped to stay beneath itself.
  std::string entry(std::string_view label, const std::string& text) const {
    constexpr std::size_t indent = 13;
    const std::size_t width = std::size_t(
        std::clamp(style_.width.value_or(widest_prose), 40, widest_prose));
    std::string out = fmt::format("  {:<{}}", label, indent - 2);
    std::size_t column = indent;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
      if (column > indent && column + 1 + word.size() > width) {
        out += "\n" + std::string(indent, ' ');
        column = indent;
      }
      if (column > indent) out += ' ', ++column;
      out += word;
      column += word.size();
    }
    return out + "\n";
  }

 private:
  Style style_;
};

std::string line(const Result& result, const Pretty& p) {
  const Judgement& judgement = result.judgement;
  std::string text = judgement.verdict == Verdict::pass
                         ? result.experiment->expectation.claim
                         : judgement.reason;
  if (judgement.verdict == Verdict::pass && !judgement.reason.empty()) {
    text += " [" + judgement.reason + "]";
  }
  std::string out = fmt::format("  {} {:<40} ", p.verdict(judgement.verdict),
                                result.run.name);
  const int used =
      2 + 6 + 1 + std::max<int>(40, int(result.run.name.size())) + 1;
  out += p.fit(text, used) + "\n";
  if (result.tally.size() > 1) {
    std::vector<std::string> counts;
    for (const auto& [verdict, count] : result.tally) {
      counts.push_back(fmt::format("{} {}", count, to_string(verdict)));
    }
    out += fmt::format("         not the same every time: {}\n",
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
  }
  if (!expectation.man.empty()) {
    out += p.entry("man page",
                   fmt::format("{}", fmt::join(expectation.man, ", ")));
  }
  for (const KernelSymbol& symbol : expectation.kernel) {
    out += p.entry("kernel", fmt::format("{}: {} (Linux {})", symbol.file,
                                         symbol.symbol, symbol.read_at));
  }
  if (judgement.era && !judgement.era->commit.empty()) {
    out += p.entry("commit", judgement.era->commit);
  }
  if (!result.run.said.empty()) out += p.entry("stderr", result.run.said);
  return out;
}

}  // namespace

std::string pretty(const Report& report, const Style& style) {
  const Pretty p(style);
  std::string out, chapter, failures;
  for (const Result& result : report.results) {
    if (result.run.chapter != chapter) {
      chapter = result.run.chapter;
      out += p.paint("1", chapter) + "\n";
    }
    out += line(result, p);
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
