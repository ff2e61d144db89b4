// Two records are compared by their verdicts, then observation by observation.
#include "harness/report/diff.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/report/compare.h"

namespace pidlab {
namespace {

std::string sentence(const std::string& text) {
  return text.ends_with('.') ? text : text + ".";
}

// Why a result has no observations to compare; "" if it has.
std::string why(const Result& result) {
  const auto& [verdict, reason, compared, era] = result.judgment;
  return verdict == Verdict::skip     ? gist(reason)
         : verdict == Verdict::broken ? reason
                                      : "";
}

// The observations that differ, one per line. A value that is only compared
// with others, such as a PID, may differ in every run.
std::string changed_rows(const Judgment& before, const Judgment& after) {
  const auto text = [](const std::optional<Value>& value) {
    return value ? to_string(*value) : "not observed";
  };
  std::string out;
  for (const Compared& row : after.compared) {
    const auto old =
        std::ranges::find(before.compared, row.name, &Compared::name);
    if (old == before.compared.end()) continue;
    if (row.expected.equals && old->observed != row.observed) {
      out += fmt::format("  {} was {}, is {}.\n", row.name, text(old->observed),
                         text(row.observed));
    } else if (!row.expected.equals && old->holds != row.holds) {
      out += fmt::format(
          "  {}, expected {}: {}.\n", row.name, to_string(row.expected),
          row.holds ? "did not hold, holds" : "held, does not hold");
    }
  }
  return out;
}

}  // namespace

std::string differences(const Report& before, const Report& after) {
  const std::string here = before.header.kernel.release;
  const std::string there = after.header.kernel.release;
  std::string out;
  for (const Experiment* experiment : experiments_of({before, after})) {
    const Result* first = result_of(before, *experiment);
    const Result* second = result_of(after, *experiment);
    if (!first || !second) {
      out += fmt::format("{} ran only on {}.\n", experiment->full_name(),
                         first ? here : there);
      continue;
    }
    const std::string was = verdict_by_era(first), is = verdict_by_era(second);
    const std::string rows = changed_rows(first->judgment, second->judgment);
    if (was == is && rows.empty() && why(*first) == why(*second)) continue;
    out += fmt::format("{}: {} on {}, {} on {}.\n", experiment->full_name(),
                       was, here, is, there) +
           rows;
    for (const Result* result : {first, second}) {
      const Judgment& judgment = result->judgment;
      if (judgment.verdict == Verdict::pass && judgment.era) {
        out += fmt::format("  Since {}: {}\n", to_string(judgment.era->by),
                           sentence(judgment.era->because));
        break;
      }
      if (judgment.verdict != Verdict::pass) {
        out += fmt::format("  On {}: {}\n", result == first ? here : there,
                           sentence(judgment.reason));
      }
    }
  }
  return out;
}

}  // namespace pidlab
