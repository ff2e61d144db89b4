// The results of a report are in the order of the suite, and all reports point
// into one suite.
#include "harness/report/compare.h"

#include <fmt/format.h>

#include <algorithm>

namespace pidlab {

bool is_missing(const Report& report) { return report.results.empty(); }

const Result* result_of(const Report& report, const Experiment& experiment) {
  const auto found = std::ranges::find_if(
      report.results,
      [&](const Result& result) { return result.experiment == &experiment; });
  return found == report.results.end() ? nullptr : &*found;
}

std::vector<const Experiment*> experiments_of(
    const std::vector<Report>& reports) {
  std::vector<const Experiment*> all;
  for (const Report& report : reports) {
    for (const Result& result : report.results) {
      all.push_back(result.experiment);
    }
  }
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::string verdict_by_era(const Result* result) {
  if (!result) return "";
  const Judgment& judgment = result->judgment;
  std::string text = to_string(judgment.verdict);
  const auto& changed = result->experiment->expectation.changed;
  if (judgment.verdict == Verdict::pass && !changed.empty()) {
    text += judgment.era ? fmt::format(" {}", to_string(judgment.era->by))
                         : fmt::format(" <{}", to_string(changed.front().by));
  }
  return text;
}

bool has_value(const Expected& expected) {
  return expected.equals || !expected.one_of.empty();
}

std::string why_not_compared(const Result& result) {
  const auto& [verdict, reason, compared, era] = result.judgment;
  return verdict == Verdict::skip     ? gist(reason)
         : verdict == Verdict::broken ? reason
                                      : "";
}

std::string outcome(const Result& result) {
  std::string text = verdict_by_era(&result) + " " + why_not_compared(result);
  for (const auto& [name, expected, observed, holds] :
       result.judgment.compared) {
    text += fmt::format(
        "\n{} {} {}", name, holds,
        observed && has_value(expected) ? to_string(*observed) : "");
  }
  return text;
}

std::string gist(const std::string& reason) {
  return reason.substr(0, std::min(reason.find("; "), reason.find(" (")));
}

}  // namespace pidlab
