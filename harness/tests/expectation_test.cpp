// What an expectation may say, and the message for each mistake.
#include "harness/suite/expectation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/bad_input.h"

namespace pidlab {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string refusal_of(const std::string& toml) {
  try {
    parse_expectation(toml, "x.toml");
  } catch (const BadInput& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Expectation, ReadsEveryKey) {
  const Expectation e = parse_expectation(R"toml(
claim = "It does."
why = "Because."
man = ["setns(2)"]
kernel = [{ file = "kernel/pid.c", symbol = "alloc_pid", read_at = "7.2" }]
claims = ["an-id"]
seed = ["S1"]
since = "4.12"
needs = { capability = ["CAP_SYS_ADMIN"], config = ["CONFIG_PID_NS"], syscall = ["clone3"], file = ["/proc/self"], tool = ["sh"], initial_user_namespace = true, user_namespace = true, vm = true, machine_init = true }
[cast]
init = { born = "caller: fork()", home = "target" }
[expect]
init.z = 1
init.a = { same_as = "caller.b" }
caller.list = { one_of = [1, "two"], at_most = 3 }
[observe_only]
caller.b = "varies"
[[changed]]
after = "6.1"
by = "6.6"
because = "it was mended"
commit = "0123456789ab"
expect = { init.z = 2 }
[question]
ask = "What?"
choices = ["this", "that"]
answer = 2
because = "so it is"
tempting = ["this is near"]
[[errata]]
page = "setns(2)"
says = "no"
measured = { "6.1" = "yes", "7.2" = "still" }
)toml",
                                          "x.toml");
  EXPECT_EQ(e.claim, "It does.");
  EXPECT_EQ(e.kernel.at(0).symbol, "alloc_pid");
  EXPECT_EQ(e.since, (Version{4, 12, {}}));
  EXPECT_TRUE(e.needs.vm);
  EXPECT_TRUE(e.needs.machine_init);
  EXPECT_TRUE(e.needs.initial_user_namespace);
  EXPECT_TRUE(e.needs.user_namespace);
  EXPECT_EQ(e.cast.at(0).home, "target");
  // In the order of the file, not of the alphabet.
  EXPECT_EQ(e.expect.at(0).first, "init.z");
  EXPECT_EQ(to_string(e.expect.at(1).second), "same as caller.b");
  EXPECT_EQ(to_string(e.expect.at(2).second), "one of 1, \"two\", at most 3");
  EXPECT_EQ(e.observe_only.at(0).second, "varies");
  EXPECT_EQ(e.changed.at(0).by, (Version{6, 6, {}}));
  EXPECT_EQ(e.question->answer, 2u);
  EXPECT_EQ(e.errata.at(0).measured.at(1).second, "still");
}

struct Bad {
  const char* toml;     // after claim and why on lines 1 and 2
  const char* refusal;  // how the message begins
};

class Malformed : public testing::TestWithParam<Bad> {};

TEST_P(Malformed, IsRefusedWithItsPlace) {
  EXPECT_THAT(
      refusal_of(std::string("claim = \"c\"\nwhy = \"w\"\n") + GetParam().toml),
      StartsWith(GetParam().refusal));
}

INSTANTIATE_TEST_SUITE_P(
    All, Malformed,
    testing::Values(
        Bad{"expect = [", "x.toml:3:"},
        Bad{"expects.a.x = 1",
            "x.toml:3:1: unknown key \"expects\" (did you mean expect?)"},
        Bad{"expect.a.x = { same = \"a.y\" }",
            "x.toml:3:16: unknown key \"same\" (did you mean same_as?)"},
        Bad{"", "x.toml:1:1: \"expect\" is missing or empty"},
        Bad{"[expect]", "x.toml:1:1: \"expect\" is missing or empty"},
        Bad{"expect.a.x = {}", "x.toml:3:14: an empty relation always holds"},
        Bad{"expect.a.x = true", "x.toml:3:14: a number or a text"},
        Bad{"expect.a.x = 1.5", "x.toml:3:14: a number or a text"},
        Bad{"expect.a.x = { absent = true, at_least = 1 }",
            "x.toml:3:14: what is absent"},
        Bad{"expect.a.x = { absent = false }", "x.toml:3:14: absent = false"},
        Bad{"expect.a.x = { at_least = 3, at_most = 2 }",
            "x.toml:3:14: nothing is at least 3 and at most 2"},
        Bad{"expect.a.x = { at_least = 3, one_of = [] }",
            "x.toml:3:39: an empty \"one_of\" expects nothing"},
        Bad{"expect.a.x = { same_as = [] }",
            "x.toml:3:26: an empty \"same_as\" expects nothing"},
        Bad{"expect.a.x = { differs_from = [] }",
            "x.toml:3:31: an empty \"differs_from\" expects nothing"},
        Bad{"expect.a.x = { one_of = [1, \"ok\"], at_least = 2 }",
            "x.toml:3:14: nothing is one of 1, \"ok\", at least 2"},
        Bad{"expect.a.x = { one_of = [3, 4], at_most = 2 }",
            "x.toml:3:14: nothing is one of 3, 4, at most 2"},
        Bad{"expect.a.x = { same_as = \"a.x\" }",
            "x.toml:3:1: a.x is related to itself"},
        Bad{"expect.a.x = { same_as = \"a.why\" }\nobserve_only.a.who = \"v\"",
            "x.toml:3:1: a.x is related to a.why, which is never observed (did "
            "you mean a.who?)"},
        Bad{"expect.a.x = { same_as = \"a.y\", differs_from = \"a.y\" }\n"
            "observe_only.a.y = \"v\"",
            "x.toml:3:14: it cannot be the same as a.y and differ from it"},
        Bad{"expect.a.x = 1\nobserve_only.a.x = \"varies\"",
            "x.toml:4:1: a.x is expected and only observed"},
        Bad{"expect.a.x = 1\nobserve_only.a.y = 1",
            "x.toml:4:1: a.y wants a text"},
        Bad{"expect.a.x = 1\nsince = \"new\"", "x.toml:4:9: a kernel version"},
        Bad{"expect.a.x = 1\nsince = \"6.1junk\"",
            "x.toml:4:9: a kernel version"},
        Bad{"expect.a.x = 1\nsince = \"6.1.\"", "x.toml:4:9: a kernel version"},
        Bad{"expect.a.x = 1\nsince = 5", "x.toml:4:9: a text in quotes"},
        Bad{"expect.a.x = 1\nneeds.capability = [\"CAP_SYS_ADMN\"]",
            "x.toml:4:20: unknown capability \"CAP_SYS_ADMN\" (did you mean "
            "CAP_SYS_ADMIN?)"},
        Bad{"expect.a.x = 1\nneeds.syscall = [\"clone4\"]",
            "x.toml:4:17: unknown syscall \"clone4\" (did you mean clone3?)"},
        Bad{"expect.a.x = 1\nneeds.config = [\"PID_NS\"]",
            "x.toml:4:16: \"PID_NS\" is no kernel option; CONFIG_PID_NS?"},
        Bad{"expect.a.x = 1\nman = \"setns(2)\"",
            "x.toml:4:7: \"man\" has to be a list"},
        Bad{"expect.a.x = 1\n[cast]\ninit = { born = \"calller: fork()\", home "
            "= \"t\" }",
            "x.toml:5:17: \"calller\" is nobody of this cast (did you mean "
            "caller?)"},
        Bad{"expect.a.x = 1\n[cast]\ninit = { born = \"caller\", home = \"t\" "
            "}",
            "x.toml:5:17: by which call? write \"caller: call()\""},
        Bad{"expect.a.x = 1\n[cast]\ninit = { born = \"caller: \", home = "
            "\"t\" }",
            "x.toml:5:17: by which call?"},
        Bad{"expect.a.x = 1\n[cast]\ninit = { born = \"caller:fork()\", home = "
            "\"t\" }",
            "x.toml:5:17: by which call?"},
        Bad{"expect.a.x = 1\n[cast]\ncaller = { born = \"caller: fork()\", "
            "home = \"t\" }",
            "x.toml:5:1: \"caller\" is the experiment itself"},
        Bad{"expect.a.x = 1\n[cast]\nb = { born = \"c: fork()\", home = \"t\" "
            "}\n"
            "c = { born = \"b: fork()\", home = \"t\" }",
            "x.toml:5:5: b is born of itself"},
        Bad{"expect.a.x = 1\n[cast]\nb = { born = \"b: fork()\", home = \"t\" "
            "}",
            "x.toml:5:5: b is born of itself"},
        Bad{"expect.a.x = 1\n[[changed]]\nby = \"7.2\"\nbecause = "
            "\"b\"\nexpect.a.x = 2",
            "x.toml:4:1: \"after\" is missing"},
        Bad{"expect.a.x = 1\n[[changed]]\nafter = \"7.2\"\nby = "
            "\"7.2\"\nbecause = \"b\"\nexpect.a.x = 2",
            "x.toml:6:6: \"by\" 7.2 is not later than \"after\" 7.2"},
        Bad{"expect.a.x = 1\n[[changed]]\nin = \"7.2\"\nby = \"7.2\"\nbecause "
            "= "
            "\"b\"\nexpect.a.x = 2",
            "x.toml:4:1: a change has either \"in\""},
        Bad{"expect.a.x = 1\n[[changed]]\nin = \"7.2\"\nexpect.a.x = 2",
            "x.toml:4:1: \"because\" is missing"},
        Bad{"expect.a.x = 1\n[[changed]]\nin = \"7.2\"\nbecause = \"b\"",
            "x.toml:4:1: \"expect\" is missing or empty"},
        Bad{"expect.a.x = 1\n[[changed]]\nin = \"7.2\"\nbecause = "
            "\"b\"\nexpect.a.x = 2\n[[changed]]\nin = \"6.1\"\nbecause = "
            "\"b\"\nexpect.a.x = 3",
            "x.toml:8:1: changes stand in the order"},
        Bad{"expect.a.x = 1\n[question]\nask = \"?\"\nchoices = "
            "[\"a\"]\nanswer = 2\nbecause = \"b\"",
            "x.toml:7:10: answer 2 is not among the 1 choices"},
        Bad{"expect.a.x = 1\n[question]\nask = \"?\"\nchoices = "
            "[\"a\", \"b\"]\nanswer = 2\nbecause = \"b\"",
            "x.toml:4:1: \"tempting\" says why of each wrong choice: there "
            "are 1, and it has 0"},
        Bad{"expect.a.x = 1\n[[errata]]\npage = \"p\"\nsays = \"s\"",
            "x.toml:4:1: \"measured\" is missing"},
        Bad{"expect.a.x = 1\nkernel = [\"pid.c\"]",
            "x.toml:4:11: \"kernel\" has to be a list of tables"}));

TEST(Expectation, AnEmptyFileIsRefused) {
  EXPECT_THAT(refusal_of(""), StartsWith("x.toml:1:1: the file is empty"));
}

TEST(Expectation, ClaimAndWhyAreRequired) {
  EXPECT_THAT(refusal_of("expect.a.x = 1"), HasSubstr("\"claim\" is missing"));
  EXPECT_THAT(refusal_of("claim = \"\"\nwhy = \"w\"\nexpect.a.x = 1"),
              StartsWith("x.toml:1:9: this text is empty"));
}

}  // namespace
}  // namespace pidlab
