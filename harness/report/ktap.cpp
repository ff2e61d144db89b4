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

std::string place(const RecordHeader& header) {
  return plain(fmt::format("Linux {} {}, cell {}", header.kernel.release,
                           header.kernel.machine, to_string(header.cell)));
}

std::string log_name(const Run& run) {
  return fmt::format("{}.{}", run.chapter, run.name);
}

// A reader may show a line far from its test: each begins with the name.
std::string diagnostics(const Result& result) {
  const Judgment& judgment = result.judgment;
  std::string out;
  const auto add = [&](const std::string& text) {
    out += fmt::format("# {}: {}\n", log_name(result.run), plain(text));
  };
  if (judgment.verdict == Verdict::fail) {
    add("claim: " + result.experiment->expectation.claim);
    for (const Compared& row : judgment.compared) {
      if (row.holds) continue;
      add(fmt::format("{}: expected {}, observed {}", row.name,
                      to_string(row.expected),
                      row.observed ? to_string(*row.observed) : "nothing"));
    }
  } else if (judgment.verdict != Verdict::skip && !judgment.reason.empty()) {
    add(judgment.reason);
  }
  if (const std::string differ = differing_verdicts(result); !differ.empty()) {
    add(differ);
  }
  return out;
}

std::string ktap(const Report& report) {
  std::string out = "KTAP version 1\n";
  out += fmt::format("# {}\n", place(report.header));
  out += fmt::format("1..{}\n", report.results.size() + report.header.not_run);
  int number = 0;
  for (const Result& result : report.results) {
    const Verdict verdict = result.judgment.verdict;
    const bool ok = verdict == Verdict::pass || verdict == Verdict::skip;
    out += diagnostics(result);
    out += fmt::format("{} {} {}{}\n", ok ? "ok" : "not ok", ++number,
                       log_name(result.run), directive(result));
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
