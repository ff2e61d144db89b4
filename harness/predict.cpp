#include "harness/predict.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "harness/bad_input.h"
#include "harness/output.h"

namespace pidlab {
namespace {

const Question& question_of(const Experiment& experiment) {
  return *experiment.expectation.question;
}

/// "  label  text", the text wrapped beside the label.
std::string item(const std::string& label, const std::string& text,
                 const Style& style) {
  return fmt::format("  {}  {}\n", label,
                     beside(int(label.size()) + 4, text, style));
}

// What the expectation speaks of, as it was: the answer in the kernel's words.
std::string observed(const Result& result) {
  std::string out;
  const Expectation& expectation = result.experiment->expectation;
  for (const auto& [name, _] : expectation.expect) {
    for (const Observation& seen : result.run.observations) {
      if (seen.name != name) continue;
      out += fmt::format("  {} = {}\n", name, to_string(seen.value));
    }
  }
  return out;
}

std::string what_happened(const Result& result, const Style& style) {
  switch (result.judgement.verdict) {
    case Verdict::pass:
      return observed(result);
    case Verdict::fail:
      return observed(result) + "\n" +
             item("!",
                  "This kernel behaves otherwise than expected: " +
                      result.judgement.reason +
                      ". What follows is true of the kernels known.",
                  style);
    default:
      return item("!",
                  "It could not be shown here: " + result.judgement.reason +
                      ". What follows was seen elsewhere.",
                  style);
  }
}

}  // namespace

Predictions read_predictions(const std::string& file) {
  if (!std::filesystem::exists(file)) return {};
  try {
    return nlohmann::json::parse(read_file(file)).get<Predictions>();
  } catch (const nlohmann::json::exception&) {
    throw BadInput(fmt::format(
        "{}: these are no predictions; move the file away to start anew",
        file));
  }
}

void write_predictions(const std::string& file, const Predictions& all) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(),
                                      error);
  write_file(file, nlohmann::json(all).dump(1) + "\n");
}

std::string question_text(const Experiment& experiment, const Style& style) {
  const Question& question = question_of(experiment);
  std::string out =
      fmt::format("{}\n\n{}\n\n", painted(experiment.full_name(), "1", style),
                  beside(0, question.ask, style));
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    out += item(std::to_string(i + 1), question.choices[i], style);
  }
  return out;
}

std::string answer_text(const Result& result, std::size_t choice,
                        const Style& style) {
  const Question& question = question_of(*result.experiment);
  std::string out = what_happened(result, style) + "\n";
  out +=
      painted(choice == question.answer
                  ? fmt::format("Right, it is {}.", question.answer)
                  : fmt::format("It is {}, not {}.", question.answer, choice),
              "1", style) +
      "\n";
  out += item(std::to_string(question.answer), question.because, style);
  std::size_t choice_now = 0;
  for (const std::string& why : question.tempting) {
    if (++choice_now == question.answer) ++choice_now;
    out += item(std::to_string(choice_now), "Tempting: " + why, style);
  }
  return out +
         fmt::format("\nTo read on: pidlab show {}\n", result.experiment->name);
}

std::string score_text(const std::vector<const Experiment*>& experiments,
                       const Predictions& predictions) {
  int made = 0, right = 0;
  for (const Experiment* experiment : experiments) {
    const auto found = predictions.find(experiment->name);
    if (found == predictions.end()) continue;
    ++made;
    right += found->second == question_of(*experiment).answer;
  }
  return fmt::format("{} of {} predicted, {} rightly; surprises: {}\n", made,
                     experiments.size(), right, made - right);
}

std::string deck(const std::vector<const Experiment*>& experiments) {
  std::string questions = "# Questions\n", answers = "\n# Answers\n";
  int number = 0;
  for (const Experiment* experiment : experiments) {
    const Question& question = question_of(*experiment);
    questions += fmt::format("\n{}. {}\n\n", ++number, question.ask);
    char letter = 'a';
    for (const std::string& choice : question.choices) {
      questions += fmt::format("   - ({}) {}\n", letter++, choice);
    }
    answers += fmt::format("\n{}. ({}) {}\n   `pidlab run {}`\n", number,
                           char('a' + question.answer - 1), question.because,
                           experiment->name);
  }
  return questions + answers;
}

}  // namespace pidlab
