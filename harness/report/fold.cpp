// Reports are compared by a text, which has what each result shows and no value
// that differs in every run.
#include "harness/report/fold.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/report/compare.h"

namespace pidlab {
namespace {

std::string column_of(const Report& report) {
  const RecordHeader& header = report.header;
  std::string text = fmt::format("{}\n{}\n{}\n{}\n{}\n", header.kernel.release,
                                 header.kernel.machine, to_string(header.cell),
                                 header.stopped, header.not_run);
  for (const Result& result : report.results) {
    text += result.experiment->full_name() + "\n" + outcome(result) + "\n";
  }
  return text;
}

std::vector<const Experiment*> differences_in(const Report& report,
                                              const Report& common) {
  std::vector<const Experiment*> all;
  for (const Experiment* experiment : experiments_of({report, common})) {
    const Result* here = result_of(report, *experiment);
    const Result* there = result_of(common, *experiment);
    if (!here || !there || outcome(*here) != outcome(*there)) {
      all.push_back(experiment);
    }
  }
  return all;
}

}  // namespace

void Fold::add(Report report) {
  const auto [place, is_new] =
      places_.try_emplace(column_of(report), reports_.size());
  if (is_new) {
    reports_.push_back(std::move(report));
  } else {
    reports_[place->second].alike.push_back(std::move(report.header.name));
  }
}

std::vector<Report> Fold::reports() && {
  std::ranges::stable_sort(
      reports_, {}, [](const Report& report) { return report.alike.size(); });
  return std::move(reports_);
}

std::size_t count_of(const Report& report) { return 1 + report.alike.size(); }

std::size_t count_of(const std::vector<Report>& reports) {
  std::size_t count = 0;
  for (const Report& report : reports) count += count_of(report);
  return count;
}

std::string names_of(const Report& report) {
  constexpr std::size_t most = 10;
  std::string text = report.header.name;
  const auto& others = report.alike;
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (i + 1 == most) {
      return text + fmt::format(" and {} more", others.size() - i);
    }
    text += ", " + others[i];
  }
  return text;
}

const Report& most_common(const std::vector<Report>& reports) {
  return *std::ranges::max_element(
      reports, {}, [](const Report& report) { return count_of(report); });
}

std::vector<Outlier> outliers(const std::vector<Report>& reports) {
  std::vector<Outlier> all;
  if (count_of(reports) == reports.size()) return all;
  const Report& common = most_common(reports);
  for (const Report& report : reports) {
    auto differs_in = differences_in(report, common);
    if (!differs_in.empty()) all.push_back({&report, std::move(differs_in)});
  }
  return all;
}

std::string change(const Experiment& experiment, const Report& common,
                   const Report& report) {
  const std::string was = verdict_by_era(result_of(common, experiment));
  const std::string is = verdict_by_era(result_of(report, experiment));
  if (is == was) return is + " with other observations";
  return fmt::format("{}, not {}", is.empty() ? "missing" : is,
                     was.empty() ? "missing" : was);
}

std::string count_in_words(const std::vector<Outlier>& some,
                           const std::vector<Report>& reports) {
  std::size_t differ = 0;
  for (const Outlier& outlier : some) differ += count_of(*outlier.report);
  const std::size_t all = count_of(reports);
  return fmt::format("{} of {} records {} from the other {}", differ, all,
                     differ == 1 ? "differs" : "differ", all - differ);
}

}  // namespace pidlab
