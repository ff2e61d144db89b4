#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "harness/base/text.h"
#include "harness/record/diagnosis.h"

namespace pidlab {

/// Each finding in the same order: what, evidence, consequence, remedy,
/// experiment.
std::string diagnosis_text(const Diagnosis&, const Style&);

nlohmann::ordered_json json_of(const Diagnosis&);

/// Reads what json_of wrote. Throws BadInput or a Json::exception.
Diagnosis diagnosis_of(const nlohmann::ordered_json&);

}  // namespace pidlab
