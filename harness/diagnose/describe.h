// The findings as text and as JSON.
#pragma once

#include <string>
#include <vector>

#include "harness/base/text.h"
#include "harness/diagnose/rules.h"

namespace pidlab {

/// What could not be read, and how to allow it; "" if all was.
std::string unread(const Machine&);

std::string findings_text(const std::vector<Finding>&, const Machine&,
                          const Style&);

/// The PID namespace and those below, as a tree: the init of each, the
/// processes about which something was found, and what.
std::string findings_tree(const Machine&, Inode top, const Style&);

std::string findings_json(const std::vector<Finding>&, const Machine&);

}  // namespace pidlab
