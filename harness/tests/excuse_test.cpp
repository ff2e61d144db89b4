// A failure has an excuse only where something else than the kernel can have
// answered.
#include "harness/cell/excuse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/judge/judge.h"

namespace pidlab {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Run run_that_saw(Value value) {
  pidlab::Run run;
  run.observations = {
      {.name = "a.x", .value = std::move(value), .pid = 2, .ms = 0}};
  return run;
}

Run broken_by(const std::string& reason) {
  pidlab::Run run;
  run.ending = Ending::broken;
  run.reason = reason;
  return run;
}

Place with_few_namespaces() {
  return {.limits = {{.limit = "user.max_pid_namespaces is 3",
                      .errors = {"ENOSPC"},
                      .remedy = "raise this sysctl"}},
          .pids_limit = ""};
}

TEST(Excuse, AnOrdinaryPlaceHasNone) {
  for (const char* error : {"EPERM", "ENOSYS", "EAGAIN", "ENOSPC", "ENOMEM"}) {
    EXPECT_EQ(excuse(run_that_saw(error), true, {}, {}), "");
    EXPECT_EQ(excuse(broken_by(error), true, {}, {}), "");
  }
}

TEST(Excuse, AFilterAnswersWithAnErrorOrKills) {
  const Place filtered{.filtered = true, .limits = {}, .pids_limit = ""};
  for (const auto& run :
       {run_that_saw("EPERM"), run_that_saw("killed by SIGSYS"),
        broken_by("wait: no child")}) {
    EXPECT_THAT(excuse(run, true, filtered, filtered),
                StartsWith("a seccomp filter may have answered"));
  }
  EXPECT_NE(excuse(run_that_saw(3), false, filtered, filtered), "");
  EXPECT_EQ(excuse(run_that_saw(3), true, filtered, filtered), "");
  EXPECT_EQ(excuse(run_that_saw("ok"), true, filtered, filtered), "");
}

TEST(Excuse, ATracerExcusesEveryFailure) {
  const Place traced{.traced = true, .limits = {}, .pids_limit = ""};
  for (const auto& run : {run_that_saw(3), broken_by("wait: no child")}) {
    EXPECT_THAT(excuse(run, true, traced, traced), StartsWith("a tracer"));
  }
}

TEST(Excuse, ALimitExcusesItsOwnErrorOnly) {
  const Place low = with_few_namespaces();
  EXPECT_THAT(excuse(run_that_saw("ENOSPC"), true, low, low),
              HasSubstr("user.max_pid_namespaces is 3"));
  EXPECT_THAT(
      excuse(broken_by("cannot create a cell: clone (ENOSPC)"), true, low, low),
      HasSubstr("ENOSPC"));
  EXPECT_EQ(excuse(run_that_saw("EPERM"), true, low, low), "");
  EXPECT_EQ(excuse(run_that_saw(28), true, low, low), "");
}

TEST(Excuse, ALimitOnProcessesCountsIfItRefusedOne) {
  const Place before{
      .limits = {}, .refused_forks = 7, .pids_limit = "it is 16"};
  Place now = before;
  EXPECT_EQ(excuse(run_that_saw("EAGAIN"), true, before, now), "");
  now.refused_forks = 8;
  EXPECT_THAT(excuse(run_that_saw("EAGAIN"), true, before, now),
              HasSubstr("(it is 16)"));
  EXPECT_THAT(excuse(run_that_saw(3), true, before, now),
              HasSubstr("(it is 16)"));
}

TEST(Excuse, TurnsAFailureIntoASkipAndLeavesAPassAlone) {
  const Expectation expectation = parse_expectation(
      "claim = \"c\"\nwhy = \"w\"\nexpect.a.x = 2\n", "test.toml");
  const Version kernel = *Version::parse("6.1");
  auto wrong = run_that_saw(3), right = run_that_saw(2), ended = broken_by("x");
  EXPECT_EQ(judge(expectation, wrong, kernel).verdict, Verdict::fail);
  for (auto* run : {&wrong, &right, &ended}) run->excuse = "a filter";
  EXPECT_EQ(judge(expectation, wrong, kernel).verdict, Verdict::skip);
  EXPECT_EQ(judge(expectation, wrong, kernel).reason,
            "a filter; otherwise FAIL: a.x: expected 2, observed 3");
  EXPECT_EQ(judge(expectation, ended, kernel).reason,
            "a filter; otherwise BROKEN: x");
  EXPECT_EQ(judge(expectation, right, kernel).verdict, Verdict::pass);
}

}  // namespace
}  // namespace pidlab
