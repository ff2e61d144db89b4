#pragma once

#include <string>
#include <vector>

#include "harness/suite/expectation.h"
#include "harness/suite/program.h"
#include "harness/suite/question.h"
#include "harness/suite/search.h"

namespace pidlab {

/// An experiment with its program and texts.
struct Experiment {
  std::string chapter;
  std::string name;
  Program program;
  std::string source;  ///< the text of the .cpp
  Expectation expectation;
  std::optional<Question> question = {};

  std::string full_name() const { return chapter + "/" + name; }

  /// Eight hexadecimal digits, which differ when the source has changed.
  std::string digest() const;
};

/// All experiments, in the order of the syllabus.
using Suite = std::vector<Experiment>;

/// Reads a suite: a plain one (see plain_suite.h), or a folder of the build
/// with `suite` (the names in order), `experiments/` (programs), `expected/`
/// (TOML) and `source/` (with the questions of each chapter). Throws BadInput
/// for a bad expectation or question, for an experiment without an expectation,
/// for an expectation or a question without an experiment, and for a contrast
/// that is not another experiment.
Suite read_suite(const std::string& folder);

/// The suite inside a statically linked pidlab, whose path is given; empty in
/// any other pidlab.
Suite embedded_suite(const std::string& self);

/// The experiments that the words select, in the order of the suite: a name, a
/// chapter, CHAPTER/NAME, or a glob over these; no word selects all. Throws
/// BadInput for a word that selects nothing.
std::vector<const Experiment*> select(const Suite&,
                                      const std::vector<std::string>& words);

/// What a search finds an experiment by.
Entry entry_of(const Experiment&);

/// Whether one of the two names the other as a contrast.
bool are_contrasts(const Experiment&, const Experiment&);

}  // namespace pidlab
