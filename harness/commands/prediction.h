#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/report/report.h"
#include "harness/suite/suite.h"

namespace pidlab {

/// What somebody has predicted so far: the text of the choice, for its place
/// may change, by the experiment's name.
using Predictions = std::map<std::string, std::string>;

/// What is kept of them in a file, from an earlier call; none if there is no
/// such file. Throws BadInput if it is not one of these. Of an older pidlab's,
/// which kept the choice's place among others than today's, nothing is taken.
Predictions read_predictions(const std::string& file);
void write_predictions(const std::string& file, const Predictions&);

/// The question and its choices, without any trace of the answer: it is called
/// by its number in the chapter, for the experiment's name would be one.
std::string question_text(const Experiment&, const Suite&, const Style&);

/// What happened, whether the choice was right, why, and why others tempt.
std::string answer_text(const Result&, std::size_t choice, const Style&);

/// Whether that was asked as it is asked today, and predicted.
bool is_predicted(const Experiment&, const Predictions&);

/// How many of these have been predicted, and how many rightly.
std::string score_text(const std::vector<const Experiment*>&,
                       const Predictions&);

/// A sheet for a room, in Markdown: all questions, then all answers.
std::string deck(const std::vector<const Experiment*>&);

}  // namespace pidlab
