#pragma once

#include <string>
#include <vector>

#include "harness/drawing/story.h"

namespace pidlab {

struct LaneStyle {
  bool color = false;
  bool ascii = false;  ///< for terminals without UTF-8
};

/// A run as lanes: a column for each process, with its number in each
/// namespace, in nested frames for nested namespaces. At most 80 columns.
struct Lanes {
  std::string head;
  std::vector<std::string> steps;  ///< some lines each, in the order seen
  std::string foot;
};

Lanes draw_lanes(const Story&, const LaneStyle&);

}  // namespace pidlab
