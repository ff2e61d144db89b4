// The questions of a chapter: the keys, and the messages.
#include "harness/suite/question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/bad_input.h"

namespace pidlab {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

TEST(Questions, ReadsEveryKey) {
  const auto questions = parse_questions(R"toml(
[one]
ask = "What?"
choices = ["this", "that"]
answer = 2
because = "so it is"
tempting = ["this is near"]
)toml",
                                         "q.toml", {"one", "two"});
  ASSERT_EQ(questions.size(), 1u);
  const Question& question = questions.at("one");
  EXPECT_EQ(question.ask, "What?");
  EXPECT_THAT(question.choices, ElementsAre("this", "that"));
  EXPECT_EQ(question.answer, 2u);
  EXPECT_EQ(question.because, "so it is");
  EXPECT_THAT(question.tempting, ElementsAre("this is near"));
}

std::string refusal_of(const std::string& toml) {
  try {
    parse_questions(toml, "q.toml", {"one", "two"});
  } catch (const BadInput& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Questions, AMistakeIsRefusedWithItsPlace) {
  EXPECT_THAT(refusal_of("[onee]"),
              StartsWith("q.toml:1:2: this chapter has no experiment \"onee\" "
                         "(did you mean one?)"));
  EXPECT_THAT(refusal_of("one = 1"),
              StartsWith("q.toml:1:7: \"one\": expected a table"));
  EXPECT_THAT(
      refusal_of("[one]\nasks = \"?\""),
      StartsWith("q.toml:2:1: unknown key \"asks\" (did you mean ask?)"));
  const std::string begin = "[one]\nask = \"?\"\nbecause = \"b\"\n";
  EXPECT_THAT(refusal_of(begin + "choices = [\"a\"]\nanswer = 2"),
              StartsWith("q.toml:5:10: \"answer\": expected 1 to 1, got 2"));
  EXPECT_THAT(refusal_of(begin + "choices = [\"a\", \"b\"]\nanswer = 2"),
              StartsWith("q.toml:1:1: \"tempting\": expected 1 entries, one "
                         "for each wrong choice, got 0"));
  EXPECT_THAT(refusal_of(begin + "choices = [\"a\"]\nanswer = 1\n"
                                 "tempting = [\"t\"]"),
              StartsWith("q.toml:6:12: \"tempting\": expected 0 entries, one "
                         "for each wrong choice, got 1"));
}

}  // namespace
}  // namespace pidlab
