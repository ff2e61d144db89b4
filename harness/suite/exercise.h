#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "harness/suite/suite.h"

namespace pidlab {

/// A small program that is broken, and all that a learner needs to repair it:
/// the files of experiments/exercises/NAME.
struct Exercise {
  const char* name;
  const char* task;         ///< Markdown: what a user meets, when it is done
  const char* start;        ///< the broken program
  const char* solution;     ///< the same, repaired
  const char* expectation;  ///< the TOML
  const char* hints;        ///< Markdown: each has a heading
};

/// A file that the programs include.
struct Header {
  const char* path;
  const char* text;
};

// Both are linked into pidlab.
std::span<const Exercise> exercises();  ///< in the order for the learner
std::span<const Header> exercise_headers();

/// Throws BadInput for a name that no exercise has.
const Exercise& find_exercise(const std::string& name);

/// The first line of its task.
std::string title(const Exercise&);

/// Each with its heading, from a nudge to nearly the answer.
std::vector<std::string> hints(const Exercise&);

/// The experiments that show why the solution works: CHAPTER/NAME.
std::vector<std::string> shown_by(const Exercise&);

/// From the broken program to the solution, whole, with - and + before lines.
std::string solution_diff(const Exercise&);

/// Whether a learner's program still ends with the check it was given with,
/// however its lines are indented.
bool has_its_check(const Exercise&, const std::string& source);

/// The learner's program as what the judge takes.
Experiment as_experiment(const Exercise&, const std::string& program);

/// How far a learner has come. It is kept in XDG_STATE_HOME.
struct Progress {
  std::string folder;  ///< where it was started, absolute; or ""
  std::size_t hints = 0;
  bool passed = false;
};

/// Throws BadInput if what is kept cannot be read or written.
Progress read_progress(const Exercise&);
void save_progress(const Exercise&, const Progress&);

}  // namespace pidlab
