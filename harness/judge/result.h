#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/base/exit_code.h"
#include "harness/judge/judge.h"
#include "harness/record/record.h"
#include "harness/suite/suite.h"

namespace pidlab {

/// One experiment of a report: its run and its judgment.
struct Result {
  const Experiment* experiment;
  Run run;
  Judgment judgment;
  std::map<Verdict, int> tally = {};  ///< of all its runs, if it was repeated
  std::string untraced_because =
      "";  ///< why it ran untraced although tracing was requested
};

/// A judged record: all that a reporter needs.
struct Report {
  RecordHeader header;
  std::vector<Result> results;
  std::vector<std::string> alike = {};  ///< the names of other records that
                                        ///< show the same, see report/fold.h
  int stopped_by = 0;  ///< the signal that stopped this run of pidlab, or 0

  int count(Verdict) const;
  double wall_ms = 0;  ///< from the first start to the last end
};

/// What pidlab exits with after this report.
ExitCode exit_code(const Report&);

}  // namespace pidlab
