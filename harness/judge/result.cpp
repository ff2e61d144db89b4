// The exit code depends on the worst verdict.
#include "harness/judge/result.h"

#include <algorithm>

namespace pidlab {

int Report::count(Verdict verdict) const {
  return int(std::ranges::count(results, verdict, [](const Result& result) {
    return result.judgment.verdict;
  }));
}

ExitCode exit_code(const Report& report) {
  if (report.stopped_by) {
    return ExitCode(int(ExitCode::signal) + report.stopped_by);
  }
  if (report.count(Verdict::fail)) return ExitCode::fail;
  if (report.count(Verdict::broken) || !report.header.stopped.empty()) {
    return ExitCode::broken;
  }
  return report.count(Verdict::pass) ? ExitCode::pass : ExitCode::skip;
}

}  // namespace pidlab
