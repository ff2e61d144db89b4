// The drawing of a run, compared with approved files, and the names that
// processes get from the cast.
#include "harness/drawing/lanes.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "harness/tests/approved.h"

namespace pidlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint64_t cell = 100, outer_ns = 101, inner_ns = 102;

Event born(pid_t pid, pid_t maker, std::size_t after,
           std::vector<Number> numbers, pid_t thread_of = 0) {
  return {.kind = Event::born,
          .pid = pid,
          .after = after,
          .ms = 0,
          .maker = maker,
          .thread_of = thread_of,
          .numbers = std::move(numbers)};
}

Event died(pid_t pid, std::size_t after, const std::string& how) {
  return {.kind = Event::died, .pid = pid, .after = after, .ms = 0, .how = how};
}

/// A cast of three in nested namespaces, and a run that agrees with it.
class LanesTest : public testing::Test {
 protected:
  LanesTest() {
    expectation.cast = {
        {"keeper", "caller", "clone3(CLONE_NEWPID)", "outer_ns"},
        {"tenant", "keeper", "fork() after unshare(CLONE_NEWPID)",
         "outer_ns/inner_ns"},
        {"thread", "tenant", "std::thread", "outer_ns/inner_ns", true}};
    run.observations = {
        {"caller.clone3", "ok", 2, 0},
        {"tenant.pid", 1, 4, 0},
        {"tenant.a_name_as_long_as_they_come_and_then_some", "ENOSYS", 4, 0},
        {"keeper.saw", "killed by SIGKILL", 3, 0}};
    run.events = {born(2, 1, 0, {{cell, 2}}),
                  born(3, 2, 0, {{cell, 3}, {outer_ns, 1}}),
                  born(4, 3, 1, {{cell, 4}, {outer_ns, 2}, {inner_ns, 1}}),
                  born(5, 4, 2, {{cell, 5}, {outer_ns, 3}, {inner_ns, 2}}, 4),
                  died(5, 3, "exited 0"),
                  died(4, 3, "killed by SIGKILL"),
                  died(3, 4, "exited 0"),
                  died(2, 4, "exited 0")};
  }

  Story story() const { return name_processes(expectation, run); }

  std::string drawn(const LaneStyle& style = {}) const {
    const Story found = story();
    const Lanes lanes = draw_lanes(found, style);
    std::string all = lanes.head;
    for (const std::string& step : lanes.steps) all += step;
    return all + lanes.foot;
  }

  Expectation expectation;
  pidlab::Run run;
};

// In columns: continuation bytes of UTF-8 have no width.
void expect_narrow(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(
        std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; }),
        80)
        << line;
  }
}

TEST_F(LanesTest, Lanes) { expect_approved(drawn(), "lanes.txt"); }

TEST_F(LanesTest, WithoutUtf8) {
  expect_approved(drawn({.color = false, .ascii = true}), "lanes_ascii.txt");
}

TEST_F(LanesTest, ColorChangesOnlyTheColor) {
  std::string colored = drawn({.color = true, .ascii = false});
  EXPECT_THAT(colored, HasSubstr("\033[31m✗\033[0m"));
  for (std::size_t at; (at = colored.find("\033[")) != colored.npos;) {
    colored.erase(at, colored.find('m', at) - at + 1);
  }
  EXPECT_EQ(colored, drawn());
}

TEST_F(LanesTest, AnUntracedRunHasLanesForTheWriters) {
  run.events.clear();
  expect_approved(drawn(), "lanes_untraced.txt");
  EXPECT_THAT(story().differences, IsEmpty());
}

TEST_F(LanesTest, FortyGenerationsAndAHundredSiblingsFit) {
  std::vector<Number> numbers{{cell, 2}};
  run = {};
  run.events = {born(2, 1, 0, numbers)};
  pid_t next = 3;
  for (; next < 43; ++next) {
    for (Number& number : numbers) ++number.pid;
    numbers.push_back({cell + std::uint64_t(next), 1});
    run.events.push_back(born(next, next - 1, 0, numbers));
  }
  for (int i = 0; i < 100; ++i, ++next) {
    run.events.push_back(born(next, 2, 0, {{cell, next}}));
  }
  for (pid_t pid = next; --pid > 1;) {
    run.events.push_back(died(pid, 0, "exited 0"));
  }
  expect_narrow(drawn());
  EXPECT_THAT(drawn(), HasSubstr("more are born"));
  EXPECT_THAT(drawn(), HasSubstr("more processes have no lane"));
}

TEST_F(LanesTest, ALaterProcessMayReuseALane) {
  expectation.cast.clear();
  run = {};
  run.events = {born(2, 1, 0, {{cell, 2}})};
  for (pid_t pid = 3; pid < 33; ++pid) {
    run.events.push_back(born(pid, 2, 0, {{cell, pid}}));
    run.events.push_back(died(pid, 0, "exited 0"));
  }
  expect_narrow(drawn());
  EXPECT_THAT(drawn(), HasSubstr("┊ caller  3+  ┊"));
  EXPECT_THAT(drawn(), HasSubstr("caller creates 32\n"));
}

TEST_F(LanesTest, ProcessesGetTheNamesOfTheCast) {
  const Story found = story();
  std::vector<std::string> names, namespaces;
  for (const Process& process : found.processes) names.push_back(process.name);
  for (const Namespace& ns : found.namespaces) namespaces.push_back(ns.name);
  EXPECT_THAT(names, ElementsAre("caller", "keeper", "tenant"));
  EXPECT_THAT(namespaces, ElementsAre("the cell", "outer_ns", "inner_ns"));
  EXPECT_THAT(found.differences, IsEmpty());
}

TEST_F(LanesTest, AnotherParentIsADifference) {
  run.events[2].maker = 2;
  EXPECT_THAT(
      story().differences,
      ElementsAre("Unlike the cast: caller created tenant, not keeper."));
}

TEST_F(LanesTest, AnotherNamespaceIsADifference) {
  expectation.cast[1].home = "outer_ns";
  EXPECT_THAT(
      story().differences,
      ElementsAre(
          "Unlike the cast: tenant is in another namespace, not in outer_ns."));
}

TEST_F(LanesTest, AnExtraAndAMissingBirthAreDifferences) {
  expectation.cast.push_back({"ghost", "tenant", "fork()", "outer_ns"});
  run.events.push_back(born(9, 2, 4, {{cell, 9}}));
  EXPECT_THAT(story().differences,
              ElementsAre("Not in the cast: 9.",
                          "Unlike the cast: ghost was not created."));
}

TEST_F(LanesTest, ANameIsReusedAfterItsProcessHasEnded) {
  run.events.pop_back();
  run.events.push_back(born(6, 2, 4, {{cell, 6}, {103, 1}}));
  const Story found = story();
  EXPECT_EQ(found.processes.back().name, "keeper");
  EXPECT_EQ(found.namespaces.back().name, "outer_ns");
  EXPECT_THAT(found.differences, IsEmpty());
}

TEST_F(LanesTest, FramesTooNarrowForTheirNamesAreNamedAbove) {
  std::vector<Number> numbers{{cell, 2}};
  run.events = {born(2, 1, 0, {{cell, 2}})};
  expectation.cast.clear();
  std::string parent = "caller", home;
  for (pid_t pid = 3; pid < 9; ++pid) {
    const std::string name = fmt::format("actor{}", pid);
    home += (home.empty() ? "" : "/") + fmt::format("level{}", pid - 2);
    expectation.cast.push_back({name, parent, "fork()", home});
    parent = name;
    numbers.push_back({cell + std::uint64_t(pid), 1});
    run.events.push_back(born(pid, pid - 1, 0, numbers));
  }
  run.observations.clear();
  EXPECT_THAT(drawn(), HasSubstr("is actor8; the frames from the left are "
                                 "level1, level2,"));
}

TEST_F(LanesTest, AReusedPidIsAnotherProcess) {
  run.events.insert(run.events.end() - 2, born(4, 2, 4, {{cell, 4}}));
  EXPECT_EQ(story().processes.size(), 4u);
}

}  // namespace
}  // namespace pidlab
