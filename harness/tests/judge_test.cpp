// Each rule of the judge.
#include "harness/judge/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pidlab {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Observation saw(const std::string& name, Value value) {
  return {.name = name, .value = std::move(value), .pid = 2, .ms = 0};
}

Run run_that_saw(std::vector<Observation> observations) {
  pidlab::Run run;
  run.observations = std::move(observations);
  return run;
}

Version v(const char* text) { return *Version::parse(text); }

Expectation expecting(const std::string& rest) {
  return parse_expectation("claim = \"c\"\nwhy = \"w\"\n" + rest, "test.toml");
}

// ---- relations: values for which each one holds and does not hold ----------

struct Relation {
  const char* expected;
  std::vector<Observation> holds;
  std::vector<std::vector<Observation>> fails;
};

class Relations : public testing::TestWithParam<Relation> {};

TEST_P(Relations, HoldsForTheRightValueOnly) {
  const Relation& relation = GetParam();
  const Expectation expectation =
      expecting(std::string("[expect]\na.x = ") + relation.expected +
                "\n[observe_only]\na.y = \"its partner\"\na.z = \"another\"\n");
  EXPECT_EQ(judge(expectation, run_that_saw(relation.holds), v("6.1")).verdict,
            Verdict::pass);
  for (const auto& observations : relation.fails) {
    EXPECT_EQ(judge(expectation, run_that_saw(observations), v("6.1")).verdict,
              Verdict::fail);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Relations,
    testing::Values(
        Relation{
            "2", {saw("a.x", 2)}, {{saw("a.x", 3)}, {saw("a.x", "2")}, {}}},
        Relation{"\"ok\"",
                 {saw("a.x", "ok")},
                 {{saw("a.x", "EINVAL")}, {saw("a.x", 0)}, {}}},
        Relation{"{ same_as = \"a.y\" }",
                 {saw("a.x", 7), saw("a.y", 7)},
                 {{saw("a.x", 7), saw("a.y", 8)},
                  {saw("a.x", 7)},
                  {saw("a.y", 7)},
                  {}}},
        Relation{"{ same_as = [\"a.y\", \"a.z\"] }",
                 {saw("a.x", 7), saw("a.y", 7), saw("a.z", 7)},
                 {{saw("a.x", 7), saw("a.y", 7), saw("a.z", 8)},
                  {saw("a.x", 7), saw("a.y", 7)}}},
        Relation{"{ differs_from = \"a.y\" }",
                 {saw("a.x", 7), saw("a.y", 8)},
                 {{saw("a.x", 7), saw("a.y", 7)}, {saw("a.x", 7)}, {}}},
        Relation{"{ one_of = [1, \"ok\"] }",
                 {saw("a.x", "ok")},
                 {{saw("a.x", 2)}, {saw("a.x", "1")}, {}}},
        Relation{"{ at_least = 3 }",
                 {saw("a.x", 3)},
                 {{saw("a.x", 2)}, {saw("a.x", "3")}, {}}},
        Relation{"{ same_as = \"a.y\", differs_from = \"a.z\" }",
                 {saw("a.x", 1), saw("a.y", 1), saw("a.z", 2)},
                 {{saw("a.x", 1), saw("a.y", 1), saw("a.z", 1)}}},
        Relation{"{ absent = true }", {}, {{saw("a.x", 1)}}}));

// ---- runs that are BROKEN or SKIPped ----------------------------------------

TEST(Judge, AnUnlistedObservationIsBroken) {
  const auto judgment =
      judge(expecting("expect.a.x = 1"),
            run_that_saw({saw("a.x", 1), saw("a.new", 2)}), v("6.1"));
  EXPECT_EQ(judgment.verdict, Verdict::broken);
  EXPECT_THAT(judgment.reason, HasSubstr("a.new"));
}

TEST(Judge, ARunThatBrokeOrHungIsBrokenIfItsValuesAreRight) {
  for (const Ending ending : {Ending::broken, Ending::hung}) {
    pidlab::Run run = run_that_saw({saw("a.x", 1)});
    run.ending = ending;
    run.reason = "for a reason";
    const auto judgment = judge(expecting("expect.a.x = 1"), run, v("6.1"));
    EXPECT_EQ(judgment.verdict, Verdict::broken);
    EXPECT_EQ(judgment.reason, "for a reason");
  }
}

TEST(Judge, AHungRunThatObservedAWrongValueIsAFailure) {
  pidlab::Run run = run_that_saw({saw("a.x", 2)});
  run.ending = Ending::hung;
  run.reason = "still running after 10 s";
  const auto judgment =
      judge(expecting("[expect]\na.x = 1\na.y = 2\n"), run, v("6.1"));
  EXPECT_EQ(judgment.verdict, Verdict::fail);
  EXPECT_EQ(judgment.reason,
            "a.x: expected 1, observed 2; then still running after 10 s");
  // The other value may still have come.
  const auto unknown =
      judge(expecting("[expect]\na.x = { differs_from = \"a.y\" }\na.y = 2\n"),
            run, v("6.1"));
  EXPECT_EQ(unknown.verdict, Verdict::broken);
}

TEST(Judge, ASkippedRunKeepsItsReason) {
  pidlab::Run run;
  run.ending = Ending::skipped;
  run.reason = "needs CAP_SYS_ADMIN";
  const auto judgment = judge(expecting("expect.a.x = 1"), run, v("6.1"));
  EXPECT_EQ(judgment.verdict, Verdict::skip);
  EXPECT_EQ(judgment.reason, "needs CAP_SYS_ADMIN");
}

TEST(Judge, AFailureNamesTheFirstDifferenceAndCountsTheRest) {
  const auto judgment =
      judge(expecting("[expect]\na.x = 1\na.y = 2\na.z = 3\n"),
            run_that_saw({saw("a.x", 1), saw("a.y", 9)}), v("6.1"));
  EXPECT_EQ(judgment.verdict, Verdict::fail);
  EXPECT_EQ(judgment.reason, "a.y: expected 2, observed 9 (and 1 more)");
}

TEST(Judge, AMissingObservationIsAFailureWithNothingObserved) {
  EXPECT_EQ(
      judge(expecting("expect.a.x = 1"), run_that_saw({}), v("6.1")).reason,
      "a.x: expected 1, observed nothing");
}

// ---- since ------------------------------------------------------------------

TEST(Since, AnOlderKernelThatPassesPasses) {
  EXPECT_EQ(judge(expecting("since = \"4.12\"\nexpect.a.x = 1"),
                  run_that_saw({saw("a.x", 1)}), v("4.4"))
                .verdict,
            Verdict::pass);
}

TEST(Since, AnOlderKernelThatDoesNotIsSkipped) {
  const auto judgment = judge(expecting("since = \"4.12\"\nexpect.a.x = 1"),
                              run_that_saw({saw("a.x", 0)}), v("4.4"));
  EXPECT_EQ(judgment.verdict, Verdict::skip);
  EXPECT_THAT(judgment.reason,
              StartsWith("needs Linux 4.12 or later; this kernel is 4.4"));
}

TEST(Since, AnOlderKernelWhereItCannotBeSetUpIsSkipped) {
  pidlab::Run run;
  run.ending = Ending::broken;
  run.reason = "x.cpp:1: ENOENT";
  const Expectation expectation = expecting("since = \"4.12\"\nexpect.a.x = 1");
  EXPECT_EQ(judge(expectation, run, v("4.12")).verdict, Verdict::broken);
  EXPECT_EQ(judge(expectation, run, v("4.4")).verdict, Verdict::skip);
  run.ending = Ending::hung;
  EXPECT_EQ(judge(expectation, run, v("4.4")).verdict, Verdict::broken);
}

TEST(Since, TheKernelItselfFails) {
  EXPECT_EQ(judge(expecting("since = \"4.12\"\nexpect.a.x = 1"),
                  run_that_saw({saw("a.x", 0)}), v("4.12.3"))
                .verdict,
            Verdict::fail);
}

// ---- eras: bracketed (6.1, 6.6], then exactly 7.2 ---------------------------

constexpr const char* three_eras = R"toml(
[expect]
a.x = "old"
a.same = 1
[[changed]]
after = "6.1"
by = "6.6"
because = "the middle came"
expect = { a.x = "middle" }
[[changed]]
in = "7.2"
because = "the new came"
expect = { a.x = "new" }
)toml";

struct Era {
  const char* version;
  const char* seen;
  Verdict verdict;
  const char* reason;
};

class Eras : public testing::TestWithParam<Era> {};

TEST_P(Eras, AreChosenByVersion) {
  const Expectation expectation = expecting(three_eras);
  const auto judgment =
      judge(expectation,
            run_that_saw({saw("a.x", GetParam().seen), saw("a.same", 1)}),
            v(GetParam().version));
  EXPECT_EQ(judgment.verdict, GetParam().verdict) << judgment.reason;
  EXPECT_THAT(judgment.reason, StartsWith(GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(
    All, Eras,
    testing::Values(
        Era{"5.10", "old", Verdict::pass, ""},
        Era{"6.1.99", "old", Verdict::pass, ""},
        Era{"6.1", "middle", Verdict::pass,
            "backported: already behaves like 6.6 (the middle came)"},
        Era{"6.1", "new", Verdict::pass,
            "backported: already behaves like 7.2"},
        // Inside the bracket both behaviors are right.
        Era{"6.4", "old", Verdict::pass, ""},
        Era{"6.4", "middle", Verdict::pass, ""},
        Era{"6.4", "new", Verdict::pass, "backported"},
        Era{"6.6", "middle", Verdict::pass, ""},
        Era{"6.6", "old", Verdict::fail,
            "behaves like kernels before 6.6 (the middle"},
        Era{"7.1", "middle", Verdict::pass, ""},
        Era{"7.1", "new", Verdict::pass, "backported"},
        Era{"7.2", "new", Verdict::pass, ""},
        Era{"7.2.13", "middle", Verdict::fail,
            "behaves like kernels before 7.2"},
        Era{"7.2", "old", Verdict::fail, "behaves like kernels before 6.6"},
        Era{"7.2", "odd", Verdict::fail, "a.x: expected \"new\", observed"},
        Era{"5.10", "odd", Verdict::fail, "a.x: expected \"old\", observed"}));

TEST(Eras, TheJudgmentComparesWithTheEraThatHolds) {
  const Expectation expectation = expecting(three_eras);
  const auto judgment =
      judge(expectation, run_that_saw({saw("a.x", "new"), saw("a.same", 1)}),
            v("7.2"));
  EXPECT_EQ(to_string(judgment.compared[0].expected), "\"new\"");
  ASSERT_NE(judgment.era, nullptr);
  EXPECT_EQ(judgment.era->because, "the new came");
}

TEST(Eras, AnObservationOfALaterEraIsListed) {
  const Expectation expectation = expecting(R"toml(
[expect]
a.x = 1
[[changed]]
in = "7.2"
because = "one more"
expect = { a.more = 2 }
)toml");
  EXPECT_EQ(judge(expectation, run_that_saw({saw("a.x", 1)}), v("6.1")).verdict,
            Verdict::pass);
  EXPECT_EQ(judge(expectation, run_that_saw({saw("a.x", 1)}), v("7.2")).verdict,
            Verdict::fail);
  EXPECT_EQ(judge(expectation, run_that_saw({saw("a.x", 1), saw("a.more", 2)}),
                  v("7.2"))
                .verdict,
            Verdict::pass);
}

TEST(Versions, AreReadAndCompared) {
  EXPECT_EQ(v("6.18.44-cloud-amd64"), (Version{6, 18, 44}));
  EXPECT_EQ(v("7.2-rc1"), (Version{7, 2, {}}));
  EXPECT_FALSE(Version::parse("six"));
  EXPECT_FALSE(Version::parse("6"));
  EXPECT_EQ(compare(v("6.18.44"), v("6.18")), 0);
  EXPECT_LT(compare(v("6.18.3"), v("6.18.4")), 0);
  EXPECT_LT(compare(v("6.9"), v("6.10")), 0);
  EXPECT_GT(compare(v("7.0"), v("6.99.99")), 0);
}

}  // namespace
}  // namespace pidlab
