#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pidlab {

/// What a reader predicts before an experiment runs.
struct Question {
  std::string ask;
  std::vector<std::string> choices;
  std::size_t answer = 0;  ///< 1 is the first choice
  std::string because;
  std::vector<std::string>
      tempting;  ///< why each wrong choice is tempting, in order
};

/// The letter of a choice: 1 is a.
constexpr char letter_of(std::size_t choice) { return char('a' + choice - 1); }

/// Reads the questions.toml of a chapter: a table for each experiment that has
/// a question. Throws BadInput with file:line:column.
std::map<std::string, Question> parse_questions(
    std::string_view toml, const std::string& file,
    const std::vector<std::string>& experiments);

}  // namespace pidlab
