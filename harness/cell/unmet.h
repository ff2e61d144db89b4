#pragma once

#include <optional>
#include <string>

#include "harness/cell/survey.h"
#include "harness/record/kernel.h"
#include "harness/suite/needs.h"

namespace pidlab {

/// The first need that is not met for an experiment in such a cell, or a limit
/// that is too low for any experiment, and how to meet it. A need that cannot
/// be checked counts as met: a CONFIG option without a config, a file in /proc
/// without a /proc. The experiment then shows it.
std::optional<std::string> unmet(const Needs&, const Kernel&,
                                 const CellSurvey&);

/// What unmet() returns if only a machine is missing that the experiment ends.
extern const char* const needs_own_machine;

}  // namespace pidlab
