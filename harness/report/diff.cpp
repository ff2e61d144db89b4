// Two records are compared by what each result shows.
#include "harness/report/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "harness/report/compare.h"
#include "harness/report/fold.h"

namespace pidlab {
namespace {

std::string sentence(const std::string& text) {
  return text.ends_with('.') ? text : text + ".";
}

// The observations that differ, one per line.
std::string changed_rows(const Judgment& before, const Judgment& after) {
  const auto text = [](const std::optional<Value>& value) {
    return value ? to_string(*value) : "not observed";
  };
  std::string out;
  for (const Compared& row : after.compared) {
    const auto old =
        std::ranges::find(before.compared, row.name, &Compared::name);
    if (old == before.compared.end()) continue;
    if (has_value(row.expected) && old->observed != row.observed) {
      out += fmt::format("  {} was {}, is {}.\n", row.name, text(old->observed),
                         text(row.observed));
    } else if (!has_value(row.expected) && old->holds != row.holds) {
      out += fmt::format(
          "  {}, expected {}: {}.\n", row.name, to_string(row.expected),
          row.holds ? "did not hold, holds" : "held, does not hold");
    }
  }
  return out;
}

std::string differences(const Report& before, const Report& after) {
  if (is_missing(after)) {
    return fmt::format("There is nothing to compare: {}\n",
                       sentence(after.header.stopped));
  }
  const bool same_kernel =
      before.header.kernel.release == after.header.kernel.release;
  const auto label = [&](const RecordHeader& header) {
    return same_kernel ? header.name : header.kernel.release;
  };
  const std::string here = label(before.header);
  const std::string there = label(after.header);
  std::string out;
  for (const Experiment* experiment : experiments_of({before, after})) {
    const Result* first = result_of(before, *experiment);
    const Result* second = result_of(after, *experiment);
    if (!first || !second) {
      out += fmt::format("{} ran only on {}.\n", experiment->full_name(),
                         first ? here : there);
      continue;
    }
    if (outcome(*first) == outcome(*second)) continue;
    out += fmt::format("{}: {} on {}, {} on {}.\n", experiment->full_name(),
                       verdict_by_era(first), here, verdict_by_era(second),
                       there) +
           changed_rows(first->judgment, second->judgment);
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

std::string indented(const std::string& text) {
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out += "  " + line + "\n";
  return out;
}

}  // namespace

std::string differences(const Report& reference,
                        const std::vector<Report>& others) {
  std::string out;
  std::size_t differ = 0;
  for (const Report& other : others) {
    const std::string text = differences(reference, other);
    if (text.empty()) continue;
    differ += count_of(other);
    out += count_of(others) == 1
               ? text
               : fmt::format("{}:\n{}", names_of(other), indented(text));
  }
  if (count_of(others) > 1 && differ > 0) {
    out += fmt::format("{} of {} records differ from {}.\n", differ,
                       count_of(others), reference.header.name);
  }
  return out;
}

}  // namespace pidlab
