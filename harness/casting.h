// Who was who in a run: the processes that the record tells of, by the names
// that the cast gives them. The facts are the record's; the cast only lends its
// names, and what it says otherwise is a difference.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/expectation.h"
#include "harness/record.h"

namespace pidlab {

/// A PID namespace of a run.
struct Space {
  std::string name;                   ///< "target"; "the cell" is the outermost
  std::optional<std::size_t> parent;  ///< among the spaces
};

/// A process of a run.
struct Player {
  pid_t pid;         ///< as the cell's namespace numbers it
  std::string name;  ///< of the cast, or the same as its PID
  bool named = false;
  std::string call;            ///< that made it, as the cast has it, or ""
  std::size_t space = 0;       ///< where it lives, among the spaces
  std::vector<pid_t> numbers;  ///< from the cell down to its own
  std::size_t first, last;     ///< of the moments that it lived
};

/// One thing that was seen: an event or an observation.
struct Moment {
  const Event* event = nullptr;
  const Observation* observation = nullptr;
  std::size_t player = 0;            ///< who was born, died or observed
  std::optional<std::size_t> maker;  ///< of a birth, if it is a player
};

struct Casting {
  std::vector<Space> spaces;             ///< the cell is the first
  std::vector<Player> players;           ///< in the order of their births
  std::vector<Moment> moments;           ///< in the order seen
  std::vector<std::string> differences;  ///< from the cast, in sentences
};

/// Points into the run.
Casting cast_roles(const Expectation&, const Run&);

}  // namespace pidlab
