#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

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

/// Puts lines together from what processes write. A language with buffers
/// writes several lines at once, or parts of a line.
class LineBuffer {
 public:
  /// The lines that this text completes.
  std::vector<std::string> add(pid_t writer, std::string_view text);

  /// What a process began and did not complete, or "".
  std::string unfinished() const;

 private:
  std::map<pid_t, std::string> begun_;
};

}  // namespace pidlab
