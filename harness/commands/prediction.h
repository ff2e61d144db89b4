#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/report/report.h"
#include "harness/suite/suite.h"

namespace pidlab {

/// What a user has predicted so far: the text of the choice, for its place may
/// change, by the experiment's name.
using Predictions = std::map<std::string, std::string>;

/// The predictions that an earlier call kept in a file; none if the file does
/// not exist. Throws BadInput for any other file. An older pidlab kept the
/// place of a choice; that is ignored, for the choices have changed.
Predictions read_predictions(const std::string& file);
void write_predictions(const std::string& file, const Predictions&);

/// The question and its choices, without any trace of the answer: it is called
/// by its number in the chapter, for the experiment's name would be one.
std::string question_text(const Experiment&, const Suite&, const Style&);

/// What happened, whether the choice was right, why, and why others tempt.
std::string answer_text(const Result&, std::size_t choice, const Style&);

/// Whether the question of today was asked, and predicted.
bool is_predicted(const Experiment&, const Predictions&);

/// How many of these were predicted, and how many rightly.
std::string score_text(const std::vector<const Experiment*>&,
                       const Predictions&);

/// A sheet for a room, in Markdown: all questions, then all answers.
std::string deck(const std::vector<const Experiment*>&);

}  // namespace pidlab
