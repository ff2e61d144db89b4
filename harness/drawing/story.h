// A run as a story: the processes of the record, with their names of the cast.
// The facts come from the record; if the cast does not agree, that is a
// difference.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/record/record.h"
#include "harness/suite/expectation.h"

namespace pidlab {

/// A PID namespace of a run.
struct Namespace {
  std::string name;                   ///< "target"; "the cell" is the outermost
  std::optional<std::size_t> parent;  ///< among the namespaces
};

/// A process of a run.
struct Process {
  pid_t pid;         ///< in the cell's namespace
  std::string name;  ///< of the cast, or the same as its PID
  bool named = false;
  std::string call;            ///< that made it, as the cast has it, or ""
  std::size_t ns = 0;          ///< its own, among the namespaces
  std::vector<pid_t> numbers;  ///< from the cell down to its own
  std::size_t first, last;     ///< of the steps that it lived
};

/// One thing that was seen: an event or an observation.
struct Step {
  const Event* event = nullptr;
  const Observation* observation = nullptr;
  std::size_t process = 0;  ///< whose birth, death or observation it is
  std::optional<std::size_t> maker;  ///< of a birth, if it is a process
};

struct Story {
  std::vector<Namespace> namespaces;     ///< the cell is the first
  std::vector<Process> processes;        ///< in the order of their births
  std::vector<Step> steps;               ///< in the order seen
  std::vector<std::string> differences;  ///< from the cast, in sentences
};

/// Points into the run.
Story name_processes(const Expectation&, const Run&);

}  // namespace pidlab
