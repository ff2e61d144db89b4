// The findings in words.
#pragma once

#include <string>
#include <vector>

#include "harness/base/text.h"
#include "harness/diagnose/rules.h"

namespace pidlab {

/// The PID namespace and those below, as a tree: the init of each, the
/// processes about which something was found, and what.
std::string findings_tree(const Machine&, Inode top, const Style&);

/// For people, and for records.
Diagnosis diagnosis_of(const std::vector<Finding>&, const Machine&);

}  // namespace pidlab
