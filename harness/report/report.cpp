#include "harness/report/report.h"

#include <algorithm>

namespace pidlab {

int Report::count(Verdict verdict) const {
  return int(std::ranges::count(results, verdict, [](const Result& result) {
    return result.judgement.verdict;
  }));
}

int exit_code(const Report& report) {
  if (report.count(Verdict::fail)) return 1;
  if (report.count(Verdict::broken) || !report.record.stopped.empty()) {
    return 99;
  }
  return report.count(Verdict::pass) ? 0 : 77;
}

}  // namespace pidlab
