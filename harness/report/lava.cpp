// A result is a signal of LAVA's test shell. It can be at any place of a line.
#include <fmt/format.h>

#include <algorithm>

#include "harness/report/report.h"

namespace pidlab {
namespace {

std::string signal(const std::string& name, const char* result) {
  return fmt::format("<LAVA_SIGNAL_TESTCASE TEST_CASE_ID={} RESULT={}>\n", name,
                     result);
}

const char* word(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::fail:
      return "fail";
    case Verdict::skip:
      return "skip";
    case Verdict::broken:
      return "unknown";
  }
  return "unknown";
}

// Text of a program could be a signal.
std::string harmless(std::string text) {
  std::ranges::replace(text, '<', '(');
  return text;
}

}  // namespace

std::string lava(const Report& report) {
  std::string out = harmless(fmt::format("# {}\n", place(report.header)));
  for (const Result& result : report.results) {
    out += harmless(diagnostics(result));
    if (result.judgment.verdict == Verdict::skip) {
      out += harmless(fmt::format("# {}: {}\n", log_name(result.run),
                                  result.judgment.reason));
    }
    out += signal(log_name(result.run), word(result.judgment.verdict));
  }
  if (!report.header.stopped.empty()) {
    out += harmless(fmt::format("# {}: {}\n", early_end(report.header),
                                missing_runs(report.header)));
    out += signal("run.comes_to_its_end", word(Verdict::broken));
  }
  return out;
}

}  // namespace pidlab
