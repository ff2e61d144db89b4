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

/// KTAP version 1, for the kernel's CI systems; see
/// Documentation/dev-tools/ktap.rst. BROKEN is "not ok … # ERROR", a hang
/// "# TIMEOUT".
std::string ktap(const Report&);

/// JUnit XML, for other CI systems: one test suite per chapter. BROKEN is an
/// error.
std::string junit(const Report&);

/// The whole report as JSON. read_record reads it.
std::string json(const Report&);

/// Reads what json() wrote, or a journal (see journal.h), and ignores the
/// verdicts in it. Throws BadInput if it is damaged, or of a newer format. A
/// journal may be incomplete.
Record read_record(std::string_view json, const std::string& file);

}  // namespace pidlab
