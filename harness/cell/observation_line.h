#pragma once

#include <string>
#include <string_view>

#include "harness/record/record.h"

namespace pidlab {

/// One line that an experiment wrote, see experiment.h: an observation or, in
/// `broken`, why it has none ("file.cpp:31: EPERM", or what is wrong with the
/// line).
struct Line {
  std::string broken;
  std::string name;
  Value value;
};

Line parse_line(std::string_view);

}  // namespace pidlab
