// Each turns a report into the text of one format.
#pragma once

#include <string>
#include <string_view>

#include "harness/base/text.h"
#include "harness/judge/result.h"

namespace pidlab {

/// For people. Failures are at the end, with all that explains them.
std::string pretty(const Report&, const Style&);

/// A failure with what explains it.
std::string failure_with_why(const Result&, const Style&);

/// A failure with its reason alone.
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
