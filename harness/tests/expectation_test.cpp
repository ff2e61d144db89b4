// The keys of an expectation, and the message for each mistake.
#include "harness/suite/expectation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/bad_input.h"

namespace pidlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
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
since = "4.12"
needs = { capability = ["CAP_SYS_BOOT"], config = [], syscall = ["clone3"], file = ["/proc/self"], initial_user_namespace = true, user_namespace = true, no_hidden_proc = true, vm = true, machine_init = true }
[cast]
init = { parent = "caller", call = "fork()", home = "target", thread = true, repeats = true }
[expect]
init.z = 1
init.a = { same_as = "caller.b" }
caller.list = { one_of = [1, 4], at_least = 3 }
[observe_only]
caller.c = "as the machine is set"
[[changed]]
after = "6.1"
by = "6.6"
because = "it was mended"
commit = "0123456789ab"
expect = { init.z = 2 }
[[errata]]
page = "setns(2)"
section = "ERRORS"
says = "no"
measured = { "6.1" = "yes", "7.2" = "still" }
)toml",
                                          "x.toml");
  EXPECT_EQ(e.claim, "It does.");
  EXPECT_EQ(e.kernel.at(0).symbol, "alloc_pid");
  EXPECT_EQ(e.since, (Version{4, 12, {}}));
  EXPECT_TRUE(e.needs.no_hidden_proc);
  EXPECT_TRUE(e.needs.vm);
  EXPECT_TRUE(e.needs.machine_init);
  EXPECT_TRUE(e.needs.initial_user_namespace);
  EXPECT_TRUE(e.needs.user_namespace);
  EXPECT_THAT(e.needs.capability, ElementsAre("CAP_SYS_ADMIN", "CAP_SYS_BOOT"));
  EXPECT_THAT(e.needs.config, IsEmpty());
  EXPECT_EQ(e.cast.at(0).parent, "caller");
  EXPECT_EQ(e.cast.at(0).home, "target");
  EXPECT_TRUE(e.cast.at(0).thread);
  EXPECT_EQ(call_in_words(e.cast.at(0)), "fork(), and so on");
  // In the order of the file, not of the alphabet.
  EXPECT_EQ(e.expect.at(0).first, "init.z");
  EXPECT_EQ(to_string(e.expect.at(1).second), "same as caller.b");
  EXPECT_EQ(to_string(e.expect.at(2).second), "one of 1, 4, at least 3");
  EXPECT_EQ(e.observe_only.at(0).second, "as the machine is set");
  EXPECT_EQ(e.changed.at(0).by, (Version{6, 6, {}}));
  EXPECT_EQ(e.errata.at(0).measured.at(1).second, "still");
}

TEST(Expectation, EveryExperimentHasDefaultNeeds) {
  const Expectation e = parse_expectation(
      "claim = \"c\"\nwhy = \"w\"\nexpect.a.x = 1\nneeds.capability = []",
      "x.toml");
  EXPECT_THAT(e.needs.capability, IsEmpty());
  EXPECT_THAT(e.needs.config, ElementsAre("CONFIG_PID_NS"));
}

TEST(Expectation, ARelationListsTheNamesThatItRefersTo) {
  const Expectation e = parse_expectation(R"toml(
claim = "c"
why = "w"
[expect]
a.x = { same_as = ["a.y", "a.z"] }
[observe_only]
a.z = "as the machine is set"
[[changed]]
in = "6.14"
because = "b"
expect.a.x = { differs_from = ["a.y", "a.w"] }
)toml",
                                          "x.toml");
  EXPECT_THAT(e.observe_only,
              ElementsAre(Pair("a.z", "as the machine is set"),
                          Pair("a.y", "a.x is compared with it"),
                          Pair("a.w", "a.x is compared with it")));
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
        Bad{"expect.a.x = {}",
            "x.toml:3:14: an empty relation always holds: add a condition"},
        Bad{"expect.a.x = true",
            "x.toml:3:14: expected an integer or a string"},
        Bad{"expect.a.x = 1.5", "x.toml:3:14: expected an integer or a string"},
        Bad{"expect.a.x = { absent = true, at_least = 1 }",
            "x.toml:3:14: \"absent\" cannot be combined"},
        Bad{"expect.a.x = { absent = false }", "x.toml:3:14: absent = false"},
        Bad{"expect.a.x = { at_least = 3, one_of = [] }",
            "x.toml:3:39: \"one_of\" is empty"},
        Bad{"expect.a.x = { same_as = [] }",
            "x.toml:3:26: \"same_as\" is empty"},
        Bad{"expect.a.x = { differs_from = [] }",
            "x.toml:3:31: \"differs_from\" is empty"},
        Bad{"expect.a.x = { one_of = [1, \"ok\"], at_least = 2 }",
            "x.toml:3:14: no value can be one of 1, \"ok\", at least 2"},
        Bad{"expect.a.x = { same_as = \"a.x\" }",
            "x.toml:3:1: a.x is compared with itself"},
        Bad{"expect.a.x = { same_as = \"a.y\", differs_from = \"a.y\" }",
            "x.toml:3:14: a value cannot be the same as a.y and differ from "
            "it"},
        Bad{"expect.a.x = 1\nobserve_only.a.x = \"varies\"",
            "x.toml:4:1: a.x is both expected and in \"observe_only\""},
        Bad{"expect.a.x = 1\nobserve_only.a.y = 1",
            "x.toml:4:1: a.y: expected a string"},
        Bad{"expect.a.x = 1\nsince = \"new\"",
            "x.toml:4:9: expected a kernel version"},
        Bad{"expect.a.x = 1\nsince = \"6.1junk\"",
            "x.toml:4:9: expected a kernel version"},
        Bad{"expect.a.x = 1\nsince = \"6.1.\"",
            "x.toml:4:9: expected a kernel version"},
        Bad{"expect.a.x = 1\nsince = 5", "x.toml:4:9: expected a string"},
        Bad{"expect.a.x = 1\nneeds.capability = [\"CAP_SYS_ADMN\"]",
            "x.toml:4:20: unknown capability \"CAP_SYS_ADMN\" (did you mean "
            "CAP_SYS_ADMIN?)"},
        Bad{"expect.a.x = 1\nneeds.syscall = [\"clone4\"]",
            "x.toml:4:17: unknown syscall \"clone4\" (did you mean clone3?)"},
        Bad{"expect.a.x = 1\nneeds.config = [\"UTS_NS\"]",
            "x.toml:4:16: expected a kernel option such as CONFIG_UTS_NS, got "
            "UTS_NS"},
        Bad{"expect.a.x = 1\nneeds.config = [\"CONFIG_VETH=m\"]",
            "x.toml:4:16: expected an option, or an option with =y if a module "
            "is not enough, got CONFIG_VETH=m"},
        Bad{"expect.a.x = 1\nneeds.config = [\"CONFIG_PID_NS\"]",
            "x.toml:4:16: every experiment needs CONFIG_PID_NS by default: "
            "remove it"},
        Bad{"expect.a.x = 1\nman = \"setns(2)\"",
            "x.toml:4:7: \"man\": expected an array"},
        Bad{"expect.a.x = 1\ncast.init = \"caller\"",
            "x.toml:4:13: \"init\": expected a table"},
        Bad{"expect.a.x = 1\ncast.init = { parent = \"callers\", call = "
            "\"fork()\", home = \"t\" }",
            "x.toml:4:24: unknown parent \"callers\" (did you mean caller?)"},
        Bad{"expect.a.x = 1\ncast.init = { parent = \"caller\", home = \"t\" }",
            "x.toml:4:13: \"call\" is missing"},
        Bad{"expect.a.x = 1\ncast.caller = { parent = \"caller\", call = "
            "\"fork()\", home = \"t\" }",
            "x.toml:4:6: \"caller\" is the experiment itself"},
        Bad{"expect.a.x = 1\n[cast]\nb = { parent = \"c\", call = \"fork()\", "
            "home = \"t\" }\n"
            "c = { parent = \"b\", call = \"fork()\", home = \"t\" }",
            "x.toml:5:5: b is an ancestor of itself"},
        Bad{"expect.a.x = 1\ncast.b = { parent = \"b\", call = \"fork()\", "
            "home "
            "= \"t\" }",
            "x.toml:4:10: b is an ancestor of itself"},
        Bad{"expect.a.x = 1\n[[changed]]\nby = \"7.2\"\nbecause = "
            "\"b\"\nexpect.a.x = 2",
            "x.toml:4:1: \"after\" is missing"},
        Bad{"expect.a.x = 1\n[[changed]]\nafter = \"7.2\"\nby = "
            "\"7.2\"\nbecause = \"b\"\nexpect.a.x = 2",
            "x.toml:6:6: \"by\" 7.2 is not later than \"after\" 7.2"},
        Bad{"expect.a.x = 1\n[[changed]]\nin = \"7.2\"\nby = \"7.2\"\nbecause "
            "= "
            "\"b\"\nexpect.a.x = 2",
            "x.toml:4:1: expected either \"in\""},
        Bad{"expect.a.x = 1\n[[changed]]\nin = \"7.2\"\nexpect.a.x = 2",
            "x.toml:4:1: \"because\" is missing"},
        Bad{"expect.a.x = 1\n[[changed]]\nin = \"7.2\"\nbecause = \"b\"",
            "x.toml:4:1: \"expect\" is missing or empty"},
        Bad{"expect.a.x = 1\n[[changed]]\nin = \"7.2\"\nbecause = "
            "\"b\"\nexpect.a.x = 2\n[[changed]]\nin = \"6.1\"\nbecause = "
            "\"b\"\nexpect.a.x = 3",
            "x.toml:8:1: expected the changes in the order"},
        Bad{"expect.a.x = 1\n[[errata]]\npage = \"p\"\nsays = \"s\"",
            "x.toml:4:1: \"section\" is missing"},
        Bad{"expect.a.x = 1\n[[errata]]\npage = \"p\"\nsection = \"S\"\nsays = "
            "\"s\"",
            "x.toml:4:1: \"measured\" is missing"},
        Bad{"expect.a.x = 1\nkernel = [\"pid.c\"]",
            "x.toml:4:11: \"kernel\": expected an array of tables"}));

TEST(Expectation, AnEmptyFileIsRefused) {
  EXPECT_THAT(refusal_of(""), StartsWith("x.toml:1:1: the file is empty"));
}

// The library has assertions about the keys that it reads.
TEST(Expectation, AWrongFirstCharacterOfATableIsRefused) {
  EXPECT_THAT(refusal_of("[}"), StartsWith("x.toml:1:2: "));
}

TEST(Expectation, ClaimAndWhyAreRequired) {
  EXPECT_THAT(refusal_of("expect.a.x = 1"), HasSubstr("\"claim\" is missing"));
  EXPECT_THAT(refusal_of("claim = \"\"\nwhy = \"w\"\nexpect.a.x = 1"),
              StartsWith("x.toml:1:9: expected a string that is not empty"));
}

}  // namespace
}  // namespace pidlab
