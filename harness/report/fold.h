// Many records in few columns: those that show the same become one report.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/judge/result.h"

namespace pidlab {

/// Takes reports one at a time. It keeps one report for each kernel and each
/// result, and of the others only the names: thousands of records need little
/// more memory than the few that differ.
class Fold {
 public:
  void add(Report);

  /// The reports, each with the names of those that are `alike`. The rarest is
  /// the first; equally rare ones keep their order.
  std::vector<Report> reports() &&;

 private:
  std::vector<Report> reports_;
  std::map<std::string, std::size_t> places_;  ///< by what a report shows
};

/// How many records these are.
std::size_t count_of(const Report&);
std::size_t count_of(const std::vector<Report>&);

/// The names of the records: "node1, node2 and 37 more".
std::string names_of(const Report&);

/// A report that does not show the same as the most common one.
struct Outlier {
  const Report* report;
  std::vector<const Experiment*> differs_in;
};

/// What most records show; the records with another result differ from it.
const Report& most_common(const std::vector<Report>&);

/// The outliers in their order; none if no two records are alike.
std::vector<Outlier> outliers(const std::vector<Report>&);

/// What an experiment is in a report and not in the common one: "FAIL, not
/// PASS".
std::string change(const Experiment&, const Report& common, const Report&);

/// The sentence about them: "3 of 10000 records differ from the other 9997".
std::string count_in_words(const std::vector<Outlier>&,
                           const std::vector<Report>&);

}  // namespace pidlab
