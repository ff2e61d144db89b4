// KTAP version 1: see Documentation/dev-tools/ktap.rst.
#include <fmt/format.h>

#include "harness/report/report.h"

namespace pidlab {
namespace {

// A "#" would begin a directive, and a line break would end the line.
std::string plain(std::string text) {
  for (char& c : text) {
    if (c == '#' || c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

std::string directive(const Result& result) {
  const std::string reason = plain(result.judgment.reason);
  switch (result.judgment.verdict) {
    case Verdict::skip:
      return " # SKIP " + reason;
    case Verdict::broken:
      return (result.run.ending == Ending::hung ? " # TIMEOUT " : " # ERROR ") +
             reason;
    case Verdict::pass:
    case Verdict::fail:
      return "";
  }
  return "";
}

}  // namespace

std::string ktap(const Report& report) {
  std::string out = "KTAP version 1\n";
  out += fmt::format(
      "# Linux {} {}, cell {}\n", plain(report.header.kernel.release),
      plain(report.header.kernel.machine), to_string(report.header.cell));
  out += fmt::format("1..{}\n", report.results.size() + report.header.not_run);
  int number = 0;
  for (const Result& result : report.results) {
    const Judgment& judgment = result.judgment;
    if (judgment.verdict == Verdict::fail) {
      out += fmt::format("# claim: {}\n",
                         plain(result.experiment->expectation.claim));
      for (const Compared& row : judgment.compared) {
        if (row.holds) continue;
        out += fmt::format(
            "# {}: expected {}, observed {}\n", plain(row.name),
            plain(to_string(row.expected)),
            row.observed ? plain(to_string(*row.observed)) : "nothing");
      }
    }
    if (judgment.verdict == Verdict::pass && !judgment.reason.empty()) {
      out += fmt::format("# {}\n", plain(judgment.reason));
    }
    const bool ok =
        judgment.verdict == Verdict::pass || judgment.verdict == Verdict::skip;
    out += fmt::format("{} {} {}.{}{}\n", ok ? "ok" : "not ok", ++number,
                       result.run.chapter, result.run.name, directive(result));
  }
  if (!report.header.stopped.empty()) {
    out += fmt::format("Bail out! {}: {}\n", plain(early_end(report.header)),
                       missing_runs(report.header));
  }
  out +=
      fmt::format("# Totals: pass:{} fail:{} skip:{} error:{}\n",
                  report.count(Verdict::pass), report.count(Verdict::fail),
                  report.count(Verdict::skip), report.count(Verdict::broken));
  return out;
}

}  // namespace pidlab
