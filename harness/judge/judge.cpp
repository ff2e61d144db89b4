// Finds the eras that a kernel of this version may be in. A run passes if it
// fits one of them.
#include "harness/judge/judge.h"

#include <fmt/format.h>

#include <algorithm>

namespace pidlab {
namespace {

using Observations = std::vector<Observation>;

std::optional<Value> find(const Observations& all, const std::string& name) {
  const auto found = std::ranges::find(all, name, &Observation::name);
  return found == all.end() ? std::nullopt : std::optional(found->value);
}

// The expectations after the first `count` changes. Era 0 is the oldest.
Expectations era(const Expectation& expectation, std::size_t count) {
  Expectations expected = expectation.expect;
  for (std::size_t i = 0; i < count; ++i) {
    for (const auto& [name, relation] : expectation.changed[i].expect) {
      const auto old =
          std::ranges::find(expected, name, &Expectations::value_type::first);
      if (old == expected.end()) {
        expected.emplace_back(name, relation);
      } else {
        old->second = relation;
      }
    }
  }
  return expected;
}

std::vector<Compared> compare_all(const Expectations& expected,
                                  const Observations& observed) {
  std::vector<Compared> all;
  for (const auto& [name, relation] : expected) {
    all.push_back({.name = name,
                   .expected = relation,
                   .observed = find(observed, name),
                   .holds = holds(name, relation, observed)});
  }
  return all;
}

bool all_hold(const std::vector<Compared>& compared) {
  return std::ranges::all_of(compared, &Compared::holds);
}

// An unlisted name may belong to any era, or be observed only.
std::optional<std::string> unlisted_name(const Expectation& expectation,
                                         const Observations& observed) {
  const Expectations listed = era(expectation, expectation.changed.size());
  for (const Observation& observation : observed) {
    if (!std::ranges::count(listed, observation.name,
                            &Expectations::value_type::first) &&
        !std::ranges::count(expectation.observe_only, observation.name,
                            &std::pair<std::string, std::string>::first)) {
      return observation.name;
    }
  }
  return {};
}

// Whether what was observed is wrong, whatever the rest of the run would have
// observed.
bool is_wrong_already(const Compared& row, const Observations& all) {
  const auto is_known = [&](const std::string& name) {
    return find(all, name).has_value();
  };
  return row.observed && !row.holds &&
         std::ranges::all_of(row.expected.same_as, is_known) &&
         std::ranges::all_of(row.expected.differs_from, is_known);
}

std::string describe_failure(const std::vector<Compared>& compared) {
  std::string first;
  int more = -1;
  for (const Compared& row : compared) {
    if (row.holds) continue;
    if (++more > 0) continue;
    first = fmt::format("{}: expected {}, observed {}", row.name,
                        to_string(row.expected),
                        row.observed ? to_string(*row.observed) : "nothing");
  }
  return more > 0 ? fmt::format("{} (and {} more)", first, more) : first;
}

}  // namespace

std::string to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "PASS";
    case Verdict::skip:
      return "SKIP";
    case Verdict::broken:
      return "BROKEN";
    case Verdict::fail:
      return "FAIL";
  }
  return "";
}

bool holds(const std::string& name, const Expected& expected,
           const Observations& all) {
  const std::optional<Value> value = find(all, name);
  if (expected.absent) return !value;
  if (!value) return false;
  const auto same_as = [&](const std::string& other) {
    return find(all, other) == value;
  };
  // Nothing differs from a value that was not observed.
  const auto differs_from = [&](const std::string& other) {
    const auto seen = find(all, other);
    return seen && *seen != *value;
  };
  const auto* number = std::get_if<std::int64_t>(&*value);
  return (!expected.equals || *value == *expected.equals) &&
         std::ranges::all_of(expected.same_as, same_as) &&
         std::ranges::all_of(expected.differs_from, differs_from) &&
         (expected.one_of.empty() ||
          std::ranges::count(expected.one_of, *value)) &&
         (!expected.at_least || (number && *number >= *expected.at_least));
}

namespace {

Judgment judge_without_excuse(const Expectation& expectation, const Run& run,
                              const Version& kernel) {
  // The first and the last era that a kernel of this version may be in: between
  // the last one known before a change and the first one known after it, either
  // is right.
  std::size_t oldest = 0, newest = 0;
  for (const Change& change : expectation.changed) {
    const bool surely = compare(kernel, change.by) >= 0;
    const bool possibly =
        change.after ? compare(kernel, *change.after) > 0 : surely;
    oldest += surely;
    newest += possibly;
  }
  Judgment judgment;
  const auto decide = [&](Verdict verdict, std::string reason) {
    // A reason is one line without control characters, whatever the experiment
    // wrote.
    const auto is_control = [](unsigned char c) {
      return c < 0x20 || c == 0x7f;
    };
    std::ranges::replace_if(reason, is_control, ' ');
    judgment.verdict = verdict;
    judgment.reason = std::move(reason);
    return judgment;
  };

  if (run.ending == Ending::skipped) return decide(Verdict::skip, run.reason);
  const bool too_old =
      expectation.since && compare(kernel, *expectation.since) < 0;
  const auto since = [&](const std::string& seen) {
    return decide(
        Verdict::skip,
        fmt::format("needs Linux {} or later; this kernel is {} (here: {})",
                    to_string(*expectation.since), to_string(kernel), seen));
  };
  // On such an old kernel, even the set-up may fail.
  if (run.ending == Ending::broken && too_old) return since(run.reason);
  if (run.ending == Ending::broken) {
    return decide(Verdict::broken, run.reason);
  }
  if (const auto name = unlisted_name(expectation, run.observations)) {
    return decide(
        Verdict::broken,
        fmt::format("observed {}, which the expectation does not list", *name));
  }
  judgment.era = newest ? &expectation.changed[newest - 1] : nullptr;
  judgment.compared = compare_all(era(expectation, newest), run.observations);
  if (run.ending == Ending::hung) {
    // On a wrong kernel, an experiment may wait for what never comes. A wrong
    // value that it has observed before is a finding.
    const auto wrong_in = [&](std::size_t count) {
      auto wrong = compare_all(era(expectation, count), run.observations);
      std::erase_if(wrong, [&](const Compared& row) {
        return !is_wrong_already(row, run.observations);
      });
      return wrong;
    };
    bool is_wrong = !too_old;
    for (std::size_t count = 0; count <= expectation.changed.size(); ++count) {
      is_wrong = is_wrong && !wrong_in(count).empty();
    }
    if (is_wrong) {
      return decide(Verdict::fail, describe_failure(wrong_in(newest)) +
                                       "; then " + run.reason);
    }
    judgment = {};
    return decide(Verdict::broken, run.reason);
  }
  const auto behaves_like = [&](std::size_t count) {
    return all_hold(compare_all(era(expectation, count), run.observations));
  };
  for (std::size_t count = newest + 1; count-- > oldest;) {
    if (!behaves_like(count)) continue;
    judgment.compared = compare_all(era(expectation, count), run.observations);
    judgment.era = count ? &expectation.changed[count - 1] : nullptr;
    return decide(Verdict::pass, "");
  }
  for (std::size_t count = newest; count++ < expectation.changed.size();) {
    if (!behaves_like(count)) continue;
    const Change& later = expectation.changed[count - 1];
    judgment.compared = compare_all(era(expectation, count), run.observations);
    judgment.era = &later;
    return decide(Verdict::pass,
                  fmt::format("backported: already behaves like {} ({})",
                              to_string(later.by), later.because));
  }
  const std::string failure = describe_failure(judgment.compared);
  if (too_old) return since(failure);
  for (std::size_t count = oldest; count-- > 0;) {
    if (!behaves_like(count)) continue;
    const Change& missed = expectation.changed[count];
    return decide(Verdict::fail,
                  fmt::format("behaves like kernels before {} ({}): {}",
                              to_string(missed.by), missed.because, failure));
  }
  return decide(Verdict::fail, failure);
}

}  // namespace

Judgment judge(const Expectation& expectation, const Run& run,
               const Version& kernel) {
  Judgment judgment = judge_without_excuse(expectation, run, kernel);
  const bool has_failed =
      judgment.verdict == Verdict::fail || judgment.verdict == Verdict::broken;
  if (has_failed && !run.excuse.empty()) {
    judgment = {
        .verdict = Verdict::skip,
        .reason = fmt::format("{}; otherwise {}: {}", run.excuse,
                              to_string(judgment.verdict), judgment.reason)};
  }
  return judgment;
}

}  // namespace pidlab
