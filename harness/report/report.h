#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/judge.h"
#include "harness/record.h"
#include "harness/report/style.h"
#include "harness/suite.h"

namespace pidlab {

/// One experiment's part of a report: what it is, what was seen, what it means.
struct Result {
  const Experiment* experiment;
  Run run;
  Judgement judgement;
  std::map<Verdict, int> tally = {};  ///< of all its runs, if it was repeated
  std::string bent = "";  ///< why it was run untraced, if it was to be traced
};

/// A record and its judgement: all that a reporter needs.
struct Report {
  Record record;  ///< its runs have been moved to the results
  std::vector<Result> results;

  int count(Verdict) const;
  double wall_ms = 0;  ///< from the first start to the last end
};

/// 1 if anything FAILs, else 99 if anything is BROKEN or was never run as it
/// was stopped, else 77 if all was SKIPped, else 0.
int exit_code(const Report&);

/// For people. Failures are told in full at the end.
std::string pretty(const Report&, const Style&);

/// A failure's part of that.
std::string in_full(const Result&, const Style&);

/// The same without what explains it.
std::string what_went_wrong(const Result&, const Style&);

/// KTAP version 1, for the kernel's CI systems; see
/// Documentation/dev-tools/ktap.rst. BROKEN is "not ok … # ERROR", a hang
/// "# TIMEOUT".
std::string ktap(const Report&);

/// JUnit XML, for other CI systems: one suite a chapter. BROKEN is an error.
std::string junit(const Report&);

/// All that is known. read_record takes it back.
std::string json(const Report&);

/// The record in what json() wrote; verdicts in it are ignored. Throws BadInput
/// if it is cut short, or of a newer version than this program knows.
Record read_record(std::string_view json, const std::string& file);

}  // namespace pidlab
