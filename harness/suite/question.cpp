// Reads the questions of a chapter, a table for each experiment.
#include "harness/suite/question.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/did_you_mean.h"
#include "harness/suite/toml_reader.h"

namespace pidlab {
namespace {

Question read_question(const TomlReader& read, const toml::table& table) {
  read.allow_only(table, {"ask", "choices", "answer", "because", "tempting"});
  Question question{.ask = read.required<std::string>(table, "ask"),
                    .choices = read.list<std::string>(table, "choices"),
                    .answer = 0,
                    .because = read.required<std::string>(table, "because"),
                    .tempting = read.list<std::string>(table, "tempting")};
  const auto answer = read.required<std::int64_t>(table, "answer");
  if (answer < 1 || answer > std::int64_t(question.choices.size())) {
    read.refuse(table.get("answer")->source(),
                fmt::format("\"answer\": expected 1 to {}, got {}",
                            question.choices.size(), answer));
  }
  question.answer = std::size_t(answer);
  if (question.tempting.size() + 1 != question.choices.size()) {
    const toml::node* tempting = table.get("tempting");
    read.refuse(
        tempting ? tempting->source() : table.source(),
        fmt::format("\"tempting\": expected {} entries, one for each wrong "
                    "choice, got {}",
                    question.choices.size() - 1, question.tempting.size()));
  }
  return question;
}

}  // namespace

std::map<std::string, Question> parse_questions(
    std::string_view text, const std::string& file,
    const std::vector<std::string>& experiments) {
  const TomlReader read(file);
  const toml::table root = read.parse(text);
  std::map<std::string, Question> questions;
  for (const auto& [key, node] : in_order(root)) {
    const std::string name(key->str());
    if (!std::ranges::count(experiments, name)) {
      read.refuse(key->source(),
                  fmt::format("this chapter has no experiment \"{}\"{}", name,
                              did_you_mean(name, experiments)));
    }
    questions[name] = read_question(read, *read.table(root, name.c_str()));
  }
  return questions;
}

}  // namespace pidlab
