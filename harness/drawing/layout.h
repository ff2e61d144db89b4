// The layout of the drawing of a run: a lane for each process, in nested frames
// for the nested namespaces.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/drawing/story.h"

namespace pidlab {

struct Lane {
  std::size_t ns;
  std::vector<std::size_t> processes;  ///< one after the other
  std::string title;
  int x = 0;  ///< column of its line
};

/// The frame around the lanes of a namespace.
struct Frame {
  std::size_t ns;
  int depth, left, right;
};

struct Layout {
  std::vector<Lane> lanes;
  std::vector<Frame> frames;  ///< an outer one before those within
  int width = 0;              ///< of all frames, in columns
  bool titled = true;         ///< else the lanes are too narrow for names
  std::vector<std::optional<std::size_t>>
      lane_of;  ///< by process; none: no room
};

/// Fits into `wide` columns. It drops, in this order: one lane per process, the
/// lanes of processes without a name, the width (up to `widest`), the names,
/// more lanes.
Layout lay_out(const Story&, int wide, int widest);

}  // namespace pidlab
