// predict: asks a question, takes an answer, then runs the experiment.
#include <fmt/format.h>

#include <cctype>
#include <iostream>
#include <memory>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/commands/command.h"
#include "harness/commands/prediction.h"
#include "harness/judge/run_and_judge.h"

namespace pidlab {
namespace {

struct PredictArguments {
  std::vector<std::string> names;
  bool again = false;
  bool deck = false;
};

/// The choice, from 1; 0 to skip this question; nothing to stop.
std::optional<std::size_t> ask(const Experiment& experiment, const Suite& suite,
                               const Style& style) {
  const std::size_t choices = experiment.question->choices.size();
  const char last = letter_of(choices);
  write_stdout(question_text(experiment, suite, style));
  write_stdout(
      fmt::format("\nYour prediction, a to {} (s: skip it, q: stop): ", last));
  for (std::string line; std::getline(std::cin, line);) {
    std::erase_if(line, [](unsigned char c) { return std::isspace(c); });
    const int typed = line.size() == 1 ? std::tolower(line[0]) : 0;
    if (typed == 'q') break;
    if (typed == 's') return 0;
    for (std::size_t choice = 1; choice <= choices; ++choice) {
      // A digit is accepted too.
      if (typed == letter_of(choice) || typed == int('0' + choice)) {
        return choice;
      }
    }
    write_stdout(fmt::format("Type a to {}, s to skip or q to stop: ", last));
  }
  return {};
}

ExitCode predict(const Suite& suite, const PredictArguments& options) {
  auto selected = select(suite, options.names);
  std::erase_if(selected, [](const Experiment* experiment) {
    return !experiment->question;
  });
  if (selected.empty())
    throw BadInput("none of the selected experiments has a question");
  if (options.deck) {
    write_stdout(deck(selected));
    return ExitCode::pass;
  }
  const Style style = terminal_style();
  const std::string file = state_file("predictions.json");
  Predictions predictions = read_predictions(file);
  // A single experiment that is named is always asked.
  const bool all = options.again || selected.size() == 1;
  bool asked = false;
  for (const Experiment* experiment : selected) {
    if (!all && is_predicted(*experiment, predictions)) continue;
    asked = true;
    const auto choice = ask(*experiment, suite, style);
    write_stdout("\n");
    if (!choice) break;
    if (*choice == 0) continue;
    predictions[experiment->name] =
        experiment->question->choices.at(*choice - 1);
    write_predictions(file, predictions);

    const Report report = run_and_judge({experiment}, {});
    if (report.stopped_by != 0) return exit_code(report);
    write_stdout(answer_text(report.results.at(0), *choice, style) + "\n");
  }
  if (!asked)
    write_stdout(
        "You have answered all of these questions; --again asks them again.\n");
  write_stdout(score_text(selected, predictions));
  return ExitCode::pass;
}

}  // namespace

void add_predict(CLI::App& app, Lab& lab) {
  CLI::App* command = app.add_subcommand(
      "predict", "answer a question, then run its experiment");
  const auto options = std::make_shared<PredictArguments>();
  add_names(command, options->names);
  command->add_flag("--again", options->again,
                    "also ask the questions that you have answered");
  command->add_flag("--deck", options->deck,
                    "print all questions, then all answers, for a class");
  command->callback(
      [options, &lab] { lab.exit_code = predict(find_suite(lab), *options); });
}

}  // namespace pidlab
