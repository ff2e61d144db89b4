// why: finds the rule behind a message. It prints symptoms, or experiments if
// these match better.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/commands/command.h"

namespace pidlab {
namespace {

using Json = nlohmann::ordered_json;

struct WhyArguments {
  std::vector<std::string> words;
  bool json = false;
};

struct Answer {
  std::string see, means, do_this;
  std::vector<const Experiment*> shown_by;
  std::string unshown;
  Hit hit;
};

Answer answer(const Symptom& symptom, const Hit& hit) {
  return {symptom.see,         symptom.means,   symptom.do_this,
          symptom.experiments, symptom.unshown, hit};
}

Answer answer(const Experiment& experiment, const Hit& hit) {
  const Expectation& e = experiment.expectation;
  return {e.claim, e.why, "", {&experiment}, "", hit};
}

int closeness(const std::vector<Answer>& answers) {
  int best = 0;
  for (const Answer& one : answers) {
    best = std::max(best, one.hit.named ? 2 : one.hit.fits ? 1 : 0);
  }
  return best;
}

bool fits(const std::vector<Answer>& answers) { return closeness(answers) > 0; }

template <typename Texts>
std::vector<Answer> search(const Texts& texts, const std::string& question) {
  std::vector<Entry> entries;
  for (const auto& text : texts) entries.push_back(entry_of(text));
  std::vector<Answer> answers;
  for (const Hit& hit : SearchIndex(entries).find(question)) {
    answers.push_back(answer(texts[hit.entry], hit));
  }
  return answers;
}

std::vector<Answer> answers_to(const std::string& question, const Suite& suite,
                               const std::vector<Symptom>& symptoms) {
  const auto in_symptoms = search(symptoms, question);
  const auto in_suite = search(suite, question);
  return closeness(in_suite) > closeness(in_symptoms) ? in_suite : in_symptoms;
}

std::string part(const char* what, const std::string& text,
                 const Style& style) {
  return text.empty()
             ? ""
             : fmt::format("  {:<9} {}\n", what, hanging(12, text, style));
}

std::string answers_text(const std::vector<Answer>& answers,
                         const Style& style) {
  std::string out;
  if (answers.empty())
    return "No symptom or experiment has any of these words.\n";
  if (!fits(answers)) out += "No symptom or experiment fits. The nearest:\n\n";
  for (const Answer& one : answers) {
    if (&one != &answers[0]) out += "\n";
    out += painted(hanging(0, one.see, style), "1", style) + "\n";
    out += part("means", one.means, style);
    out += part("do", one.do_this, style);
    for (const Experiment* experiment : one.shown_by) {
      out += fmt::format("  {:<9} {}\n", "shown by", experiment->name);
      if (experiment->expectation.claim != one.see) {
        out += part("", experiment->expectation.claim, style);
      }
    }
    out += part("not shown", one.unshown, style);
    out += part("matched", fmt::format("{}", fmt::join(one.hit.matched, ", ")),
                style);
  }
  return out;
}

std::string answers_json(const std::vector<Answer>& answers) {
  Json all = Json::array();
  for (const Answer& one : answers) {
    Json shown_by = Json::array();
    for (const Experiment* experiment : one.shown_by) {
      shown_by.push_back({{"name", experiment->name},
                          {"claim", experiment->expectation.claim}});
    }
    all.push_back({{"see", one.see},
                   {"means", one.means},
                   {"do", one.do_this},
                   {"shown_by", shown_by},
                   {"not_shown", one.unshown},
                   {"matched", one.hit.matched},
                   {"fits", one.hit.fits}});
  }
  return all.dump(1) + "\n";
}

std::string question_of(const std::vector<std::string>& words) {
  if (!words.empty() && words != std::vector<std::string>{"-"}) {
    return fmt::format("{}", fmt::join(words, " "));
  }
  if (words.empty() && isatty(STDIN_FILENO)) {
    throw BadInput(
        "why: expected the words of a message, or a message on standard input");
  }
  return {std::istreambuf_iterator<char>(std::cin), {}};
}

}  // namespace

void add_why(CLI::App& app, Lab& lab) {
  CLI::App* why = app.add_subcommand(
      "why", "find the rule behind an error message or a log");
  const auto options = std::make_shared<WhyArguments>();
  why->add_option("words", options->words,
                  "words of a message; without words, or with -, pidlab "
                  "reads a message or a log from standard input")
      ->option_text("WORDS...");
  why->add_flag("--json", options->json, "write JSON");
  // Words of a message, such as -9, may look like options.
  why->allow_extras();
  why->callback([why, options, &lab] {
    std::vector<std::string> words = options->words;
    for (const std::string& word : why->remaining()) words.push_back(word);
    const Suite suite = find_suite(lab);
    const auto answers =
        answers_to(question_of(words), suite, find_symptoms(lab, suite));
    lab.exit_code = fits(answers) ? ExitCode::pass : ExitCode::fail;
    write_stdout(options->json ? answers_json(answers)
                               : answers_text(answers, terminal_style()));
  });
}

}  // namespace pidlab
