// The suite inside pidlab-static.
#pragma once

#include <span>

namespace pidlab {

/// An experiment inside pidlab itself. Its program is pidlab, started under the
/// name of the experiment.
struct Embedded {
  const char* chapter;
  const char* name;
  const char* expectation;  ///< the TOML
  const char* source;       ///< the .cpp
  int (*main)(int, char**);
};

/// All of them in the order of the syllabus; none if pidlab was linked without
/// them.
std::span<const Embedded> embedded();

/// The questions.toml of a chapter.
struct EmbeddedQuestions {
  const char* chapter;
  const char* questions;
};

std::span<const EmbeddedQuestions> embedded_questions();

/// The other texts: README.md, symptoms.toml, coverage/manual.toml and
/// coverage/kernel.toml of experiments/, and expected/renamed.toml.
extern const char* const embedded_syllabus;
extern const char* const embedded_symptoms;
extern const char* const embedded_manual;
extern const char* const embedded_kernel;
extern const char* const embedded_renames;

}  // namespace pidlab
