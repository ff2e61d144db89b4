#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "harness/suite/suite.h"

namespace pidlab {

/// A small broken program, and what a learner needs to repair it: the files of
/// experiments/exercises/NAME.
struct Exercise {
  const char* name;
  const char* task;         ///< Markdown: the problem, and when it is solved
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

/// Each hint with its heading; each says more than the one before.
std::vector<std::string> hints(const Exercise&);

/// The experiments that show why the solution works: CHAPTER/NAME.
std::vector<std::string> shown_by(const Exercise&);

/// The whole solution as a diff of the broken program, with - and + before
/// lines.
std::string solution_diff(const Exercise&);

/// Whether a learner's program still ends with the original check. Indentation
/// may differ.
bool has_its_check(const Exercise&, const std::string& source);

/// The learner's program as an experiment for the judge.
Experiment as_experiment(const Exercise&, const std::string& program);

/// The progress of a learner, which is kept in XDG_STATE_HOME.
struct Progress {
  std::string folder;  ///< where it was started, as an absolute path, or ""
  std::size_t hints = 0;
  bool passed = false;
};

/// Throws BadInput if the progress file cannot be read or written.
Progress read_progress(const Exercise&);
void save_progress(const Exercise&, const Progress&);

}  // namespace pidlab
