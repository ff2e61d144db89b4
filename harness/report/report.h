// Each function turns a report into the text of one format.
#pragma once

#include <string>
#include <string_view>

#include "harness/base/text.h"
#include "harness/judge/result.h"

namespace pidlab {

/// For people. Failures are at the end, with their explanations.
std::string pretty(const Report&, const Style&);

/// A failure with what explains it.
std::string failure_with_why(const Result&, const Style&);

/// A failure with its reason alone.
std::string what_went_wrong(const Result&, const Style&);

/// How often each verdict came if an experiment was repeated and they differ,
/// or "".
std::string differing_verdicts(const Result&);

/// Where the record was taken: kernel, machine and cell, in one line.
std::string place(const RecordHeader&);

/// The name of a run in a log: CHAPTER.NAME.
std::string log_name(const Run&);

/// The lines of a log that explain a result: "# CHAPTER.NAME: …".
std::string diagnostics(const Result&);

/// KTAP version 1, for the kernel's CI systems; see
/// Documentation/dev-tools/ktap.rst. BROKEN is "not ok … # ERROR", a hang
/// "# TIMEOUT".
std::string ktap(const Report&);

/// JUnit XML, for other CI systems: one test suite per chapter. BROKEN is an
/// error.
std::string junit(const Report&);

/// A log with the signals of LAVA's test shell. BROKEN is "unknown".
std::string lava(const Report&);

/// JSON for KernelCI's database, KCIDB, with the kernel as a checkout and a
/// build. BROKEN is "ERROR".
std::string kcidb(const Report&);

/// The whole report as JSON. read_record reads it.
std::string json(const Report&);

/// Reads what json() wrote, or a journal (see journal.h), and ignores the
/// verdicts in it. Throws BadInput if it is damaged, or of a newer format. A
/// journal may be incomplete.
Record read_record(std::string_view json, const std::string& file);

}  // namespace pidlab
