// What is refused in coverage/*.toml, and what is counted.
#include "harness/suite/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/bad_input.h"

namespace pidlab {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

Suite two_experiments() {
  Suite suite(2);
  suite[0].chapter = suite[1].chapter = "c";
  suite[0].name = "shows";
  suite[0].expectation.man = {"fork(2)", "wait(2)"};
  suite[0].expectation.kernel = {{"kernel/pid.c", "alloc_pid", "7.2"},
                                 {"kernel/pid.c", "free_pid", "7.2"}};
  suite[1].name = "refutes";
  suite[1].expectation.kernel = {{"kernel/fork.c", "copy_process", "7.2"},
                                 {"kernel/pid.c", "alloc_pid", "6.1"}};
  suite[1].expectation.errata = {
      {.page = "fork(2)", .section = "ERRORS", .says = "s", .measured = {}}};
  return suite;
}

Sources parsed(const std::string& toml, const Suite& suite) {
  return parse_sources("read_at = \"1.0\"\n" + toml, "x.toml", suite);
}

std::string refusal_of(const std::string& toml) {
  try {
    parsed(toml, two_experiments());
  } catch (const BadInput& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Coverage, StatementsAreInTheOrderOfTheFile) {
  const Suite suite = two_experiments();
  const Sources sources = parsed(
      "[\"fork(2)\".NOTES]\n"
      "\"z\" = [\"shows\"]\n"
      "\"a\" = \"because\"\n"
      "[\"fork(2)\".ERRORS]\n"
      "\"b\" = { shown_by = [\"shows\"], refuted_by = [\"refutes\"] }\n",
      suite);
  EXPECT_EQ(sources.read_at, "1.0");
  ASSERT_EQ(sources.all.size(), 1u);
  const auto& sections = sources.all[0].sections;
  ASSERT_EQ(sections.size(), 2u);
  EXPECT_EQ(sections[0].name, "NOTES");
  EXPECT_EQ(sections[0].statements.at(0).says, "z");
  EXPECT_THAT(sections[0].statements[0].shown_by, ElementsAre(&suite[0]));
  EXPECT_EQ(sections[0].statements.at(1).not_shown, "because");
  EXPECT_THAT(sections[1].statements.at(0).refuted_by, ElementsAre(&suite[1]));
  const Share share = share_of(sources);
  EXPECT_EQ(share.shown, 2);
  EXPECT_EQ(share.refuted, 1);
  EXPECT_EQ(share.all, 3);
}

struct Bad {
  const char* toml;
  const char* refusal;
};

class BadCoverage : public testing::TestWithParam<Bad> {};

TEST_P(BadCoverage, IsRefusedWithItsPlace) {
  EXPECT_THAT(refusal_of(GetParam().toml), StartsWith(GetParam().refusal));
}

INSTANTIATE_TEST_SUITE_P(
    Coverage, BadCoverage,
    testing::Values(
        Bad{"[p.s]\na = [\"show\"]",
            "x.toml:3:6: unknown experiment \"show\" (did you mean shows?)"},
        Bad{"[p.s]\na = []", "x.toml:3:5: expected a list of at least one"},
        Bad{"[p.s]\na = 1", "x.toml:3:5: expected a list of experiments, a"},
        Bad{"[p.s]\na = \"\"", "x.toml:3:5: expected a string that is not"},
        Bad{"[p.s]\na = { shown_by = [\"shows\"] }",
            "x.toml:3:5: \"refuted_by\" is missing"},
        Bad{"[p.s]\na = { refuted_by = [\"shows\"] }",
            "x.toml:3:5: expected/c/shows.toml has no erratum for p"},
        Bad{"[p.s]\na = { refuted_bye = [\"shows\"] }",
            "x.toml:3:7: unknown key \"refuted_bye\" (did you mean "
            "refuted_by?)"},
        Bad{"[p.s]", "x.toml:2:4: \"s\" is empty: add a statement"},
        Bad{"[p]", "x.toml:2:2: \"p\" is empty: add a statement"},
        Bad{"p = 1", "x.toml:2:5: \"p\": expected a table"},
        Bad{"[p.s]\na = \"b\"\na = \"c\"", "x.toml:4:5: "}));

TEST(Coverage, TheVersionThatWasReadIsRequired) {
  try {
    parse_sources("[p.s]\na = \"b\"", "x.toml", {});
    FAIL();
  } catch (const BadInput& error) {
    EXPECT_THAT(error.what(), StartsWith("x.toml:1:1: \"read_at\" is missing"));
  }
}

TEST(Coverage, FunctionsThatExpectationsNameAreAdded) {
  const Suite suite = two_experiments();
  Sources kernel =
      parsed("[\"kernel/pid.c\".alloc_pid]\na = [\"shows\"]", suite);
  add_citations(kernel, suite);
  ASSERT_EQ(kernel.all.size(), 2u);
  const auto& in_pid = kernel.all[0].sections;
  EXPECT_THAT(in_pid.at(0).cited_by, ElementsAre(&suite[0], &suite[1]));
  EXPECT_EQ(in_pid.at(1).name, "free_pid");
  EXPECT_EQ(kernel.all[1].name, "kernel/fork.c");
  EXPECT_EQ(share_of(kernel).all, 1);
}

TEST(Coverage, PagesThatAreNotListed) {
  const Suite suite = two_experiments();
  EXPECT_THAT(
      pages_not_listed(parsed("[\"fork(2)\".s]\na = \"b\"", suite), suite),
      ElementsAre("wait(2)"));
}

}  // namespace
}  // namespace pidlab
