// A record with old names is judged by the current names.
#include "harness/commands/renames.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/bad_input.h"

namespace pidlab {
namespace {

using testing::ElementsAre;

const Renames renames = parse_renames(
    "[experiments]\n"
    "\"init/old\" = \"orphans/new\"\n"
    "[\"orphans/new\"]\n"
    "\"child.ending\" = \"child.ended\"\n"
    "\"child.fork\" = \"child.pid\"\n"
    "\"child.pid\" = \"child.pid_outside\"\n",
    "renamed.toml");

Run run(const std::string& chapter, const std::string& name,
        const std::vector<std::string>& observations) {
  Run run{.chapter = chapter, .name = name};
  for (const std::string& seen : observations) {
    run.observations.push_back({.name = seen, .value = 1, .pid = 2, .ms = 0});
  }
  return run;
}

std::vector<std::string> names_after(std::vector<Run> runs) {
  Record record{.header = {}, .runs = std::move(runs)};
  rename(record, renames);
  std::vector<std::string> names;
  for (const Run& one : record.runs) {
    names.push_back(one.chapter + "/" + one.name);
    for (const Observation& seen : one.observations) names.push_back(seen.name);
  }
  return names;
}

TEST(Renames, AnExperimentAndItsObservations) {
  EXPECT_THAT(names_after({run("init", "old", {"child.ending", "caller.x"})}),
              ElementsAre("orphans/new", "child.ended", "caller.x"));
}

TEST(Renames, AnOldNameMayBeANewNameToo) {
  EXPECT_THAT(names_after({run("init", "old", {"child.fork", "child.pid"})}),
              ElementsAre("orphans/new", "child.pid", "child.pid_outside"));
}

TEST(Renames, ARunWithNewNamesKeepsThem) {
  EXPECT_THAT(
      names_after({run("orphans", "new", {"child.pid", "child.pid_outside"})}),
      ElementsAre("orphans/new", "child.pid", "child.pid_outside"));
}

TEST(Renames, ARunDoesNotTakeTheNameOfAnother) {
  EXPECT_THAT(names_after({run("init", "old", {}), run("orphans", "new", {})}),
              ElementsAre("init/old", "orphans/new"));
}

TEST(Renames, OtherExperimentsKeepTheirNames) {
  EXPECT_THAT(names_after({run("init", "other", {"child.ending"})}),
              ElementsAre("init/other", "child.ending"));
}

TEST(Renames, AMistakeIsRefusedWithItsPlace) {
  EXPECT_THAT([] { parse_renames("experiments = 1", "renamed.toml"); },
              testing::ThrowsMessage<BadInput>(
                  "renamed.toml:1:15: \"experiments\": expected a table"));
  EXPECT_THAT([] { parse_renames("[\"a/b\"]\n\"c.d\" = 1", "renamed.toml"); },
              testing::Throws<BadInput>());
}

}  // namespace
}  // namespace pidlab
