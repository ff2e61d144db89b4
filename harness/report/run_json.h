// The parts of a record as JSON: its header and its runs. A record and a
// journal hold them. What is read is nlohmann::json: the objects of
// ordered_json are copied as they grow, and a copy calls itself at every level.
#pragma once

#include <nlohmann/json.hpp>

#include "harness/judge/result.h"

namespace pidlab {

/// A number or a text.
nlohmann::ordered_json json_of(const Value&);

/// The header of a record, without what is only known at its end.
nlohmann::ordered_json json_of(const RecordHeader&);

/// A run, with its verdict.
nlohmann::ordered_json json_of(const Result&);

/// Reads into a header what is known at the end of a run: `stopped` and
/// `not_run`. Throws a Json::exception.
void read_end(const nlohmann::json&, RecordHeader&);

/// These read what json_of wrote. They throw BadInput or a Json::exception.
RecordHeader header_of(const nlohmann::json&);
Run run_of(const nlohmann::json&);

/// The whole text of an object. Text of a kernel or a program that is not UTF-8
/// is replaced.
std::string dump(const nlohmann::ordered_json&, int indent);

}  // namespace pidlab
