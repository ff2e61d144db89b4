#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/report/report.h"
#include "harness/suite/suite.h"

namespace pidlab {

/// What a user has predicted so far: the text of the choice, by the
/// experiment's name. The position of a choice may change.
using Predictions = std::map<std::string, std::string>;

/// The predictions in a file; none if the file does not exist. Throws BadInput
/// for any other file. An older pidlab saved the position of a choice, which is
/// ignored because the choices have changed.
Predictions read_predictions(const std::string& file);
void write_predictions(const std::string& file, const Predictions&);

/// The question and its choices, without a hint of the answer: the experiment's
/// name would be one, so the heading is a number in the chapter.
std::string question_text(const Experiment&, const Suite&, const Style&);

/// What happened, whether the choice was right, why, and why the others tempt.
std::string answer_text(const Result&, std::size_t choice, const Style&);

/// Whether the current question was answered.
bool is_predicted(const Experiment&, const Predictions&);

/// How many of these were predicted, and how many of them correctly.
std::string score_text(const std::vector<const Experiment*>&,
                       const Predictions&);

/// A handout in Markdown: all questions, then all answers.
std::string deck(const std::vector<const Experiment*>&);

}  // namespace pidlab
