// Questions, answers and scores as text, and the file that keeps predictions.
#include "harness/commands/prediction.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/base/this_program.h"

namespace pidlab {
namespace {

const Question& question_of(const Experiment& experiment) {
  return *experiment.question;
}

/// "  a  text", the text wrapped, to the right of the letter.
std::string item(char letter, const std::string& text, const Style& style) {
  return fmt::format("  {}  {}\n", letter, hanging(5, text, style));
}

std::string heading(const Experiment& experiment, const Suite& suite) {
  int number = 0, of = 0;
  for (const Experiment& one : suite) {
    if (one.chapter != experiment.chapter || !one.question) continue;
    ++of;
    if (one.name == experiment.name) number = of;
  }
  return fmt::format("{}, question {} of {}", experiment.chapter, number, of);
}

std::string choice_text(const Question& question, std::size_t choice) {
  return fmt::format("({}) {}", letter_of(choice),
                     question.choices.at(choice - 1));
}

// The observations, with those that others are compared with.
std::string observed(const Result& result) {
  std::string out;
  for (const Observation& seen : result.run.observations) {
    out += fmt::format("  {} = {}\n", seen.name, to_string(seen.value));
  }
  return out;
}

std::string what_happened(const Result& result, const Style& style) {
  switch (result.judgment.verdict) {
    case Verdict::pass:
      return observed(result);
    case Verdict::fail:
      return observed(result) + "\n" +
             item('!',
                  "This kernel does not behave as expected: " +
                      result.judgment.reason +
                      ". The answer is for the kernels that were measured.",
                  style);
    default:
      return item(
          '!',
          "The experiment gave no result here: " + result.judgment.reason +
              ". The answer is for the kernels that were measured.",
          style);
  }
}

}  // namespace

Predictions read_predictions(const std::string& file) {
  if (!std::filesystem::exists(file)) return {};
  try {
    using Json = nlohmann::json;
    Predictions predictions;
    for (const auto& [name, choice] :
         Json::parse(read_file(file)).get<std::map<std::string, Json>>()) {
      if (!choice.is_number()) predictions[name] = choice.get<std::string>();
    }
    return predictions;
  } catch (const nlohmann::json::exception&) {
    throw BadInput(fmt::format(
        "{}: not a predictions file: remove it to start over", file));
  }
}

void write_predictions(const std::string& file, const Predictions& all) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(),
                                      error);
  write_file(file, nlohmann::json(all).dump(1) + "\n");
}

std::string question_text(const Experiment& experiment, const Suite& suite,
                          const Style& style) {
  const Question& question = question_of(experiment);
  std::string out = fmt::format("{}\n\n{}\n\n",
                                painted(heading(experiment, suite), "1", style),
                                hanging(0, question.ask, style));
  std::size_t choice = 0;
  for (const std::string& text : question.choices) {
    out += item(letter_of(++choice), text, style);
  }
  return out;
}

std::string answer_text(const Result& result, std::size_t choice,
                        const Style& style) {
  const Question& question = question_of(*result.experiment);
  std::string out = what_happened(result, style) + "\n";
  const std::string right = choice_text(question, question.answer);
  const std::string told =
      choice == question.answer
          ? fmt::format("Right: {}", right)
          : fmt::format("Not {}, but {}", choice_text(question, choice), right);
  out += painted(hanging(0, told, style), "1", style) + "\n";
  out += item(letter_of(question.answer), question.because, style);
  std::size_t choice_now = 0;
  for (const std::string& why : question.tempting) {
    if (++choice_now == question.answer) ++choice_now;
    out += item(letter_of(choice_now), "Tempting: " + why, style);
  }
  return out + fmt::format("\nRead more: {} show {}\n", called_as(),
                           result.experiment->name);
}

bool is_predicted(const Experiment& experiment,
                  const Predictions& predictions) {
  const auto found = predictions.find(experiment.name);
  return found != predictions.end() &&
         std::ranges::count(question_of(experiment).choices, found->second);
}

std::string score_text(const std::vector<const Experiment*>& experiments,
                       const Predictions& predictions) {
  int made = 0, right = 0;
  for (const Experiment* experiment : experiments) {
    if (!is_predicted(*experiment, predictions)) continue;
    const Question& question = question_of(*experiment);
    ++made;
    right += predictions.at(experiment->name) ==
             question.choices.at(question.answer - 1);
  }
  return fmt::format("{} of {} predicted: {} right, {} wrong\n", made,
                     experiments.size(), right, made - right);
}

std::string deck(const std::vector<const Experiment*>& experiments) {
  std::string questions = "# Questions\n", answers = "\n# Answers\n";
  int number = 0;
  for (const Experiment* experiment : experiments) {
    const Question& question = question_of(*experiment);
    questions += fmt::format("\n{}. {}\n\n", ++number, question.ask);
    for (std::size_t choice = 1; choice <= question.choices.size(); ++choice) {
      questions += fmt::format("   - {}\n", choice_text(question, choice));
    }
    answers += fmt::format("\n{}. {}\n\n   {}\n   `{} watch {}`\n", number,
                           choice_text(question, question.answer),
                           question.because, called_as(), experiment->name);
  }
  return questions + answers;
}

}  // namespace pidlab
