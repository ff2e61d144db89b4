// The lines that an experiment writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/cell/observation_line.h"

namespace pidlab {
namespace {

using testing::HasSubstr;

TEST(Line, HoldsANumberOrAText) {
  EXPECT_EQ(parse_line("child.pid = 2\n").name, "child.pid");
  EXPECT_EQ(parse_line("child.pid = 2\n").value, Value(2));
  EXPECT_EQ(parse_line("child.pid = -1\n").value, Value(-1));
  EXPECT_EQ(parse_line("setns = \"a \\\"b\\\" \\\\ \\u001b\"\n").value,
            Value("a \"b\" \\ \033"));
}

TEST(Line, SaysWhyAnExperimentIsBroken) {
  EXPECT_EQ(
      parse_line("broken = { at = \"x.cpp:31\", why = \"EPERM\" }\n").broken,
      "x.cpp:31: EPERM");
}

TEST(Line, RefusesEverythingElse) {
  for (const char* text :
       {"", "\n", "child.pid = 2", "child.pid = \n", "hello\n", "a = true\n",
        "a = 1.5\n", "a = [1]\n", "a.b = 1\na.c = 2\n",
        "a = { b = 1, c = 2 }\n", "a = 99999999999999999999\n", "\xff\xfe\n"}) {
    EXPECT_THAT(parse_line(text).broken, HasSubstr("not an observation"))
        << text;
  }
}

TEST(Line, ShowsOnlyTheBeginningOfALongOne) {
  EXPECT_LT(parse_line(std::string(100'000, 'x')).broken.size(), 200u);
}

TEST(Line, DoesNotSplitACharacterOfALongOne) {
  for (const char* before : {"", "x", "xx"}) {
    std::string text = before;
    for (int i = 0; i < 100; ++i) text += "€";
    std::string quoted = parse_line(text).broken;
    quoted = quoted.substr(0, quoted.rfind('"'));
    EXPECT_TRUE(quoted.ends_with("€")) << quoted;
  }
}

}  // namespace
}  // namespace pidlab
