// The text of each reporter, compared with approved files.
#include "harness/report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "harness/base/bad_input.h"
#include "harness/judge/run_and_judge.h"
#include "harness/tests/approved.h"

namespace pidlab {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* expectation = R"toml(
claim = "A child is born where its parent's children go."
why = "alloc_pid takes the namespace from nsproxy->pid_ns_for_children."
man = ["pid_namespaces(7)", "setns(2)"]
kernel = [{ file = "kernel/pid.c", symbol = "alloc_pid", read_at = "7.2" }]
[expect]
child.pid = 2
child.ns = { same_as = "target.ns", differs_from = "caller.ns" }
caller.link = "ENOENT"
[[changed]]
in = "7.2"
because = "the check went away"
commit = "0123456789ab"
expect = { caller.link = "ok" }
)toml";

Experiment experiment(const char* chapter, const char* name) {
  return {.chapter = chapter,
          .name = name,
          .program = {},
          .source = "",
          .expectation = parse_expectation(expectation, "x.toml")};
}

Run run(const Experiment& of, Ending ending, const std::string& reason,
        Value pid = 2, Value link = "ENOENT") {
  Run run;
  run.chapter = of.chapter;
  run.name = of.name;
  run.digest = of.digest();
  run.ending = ending;
  run.reason = reason;
  run.wall_ms = 1.25;
  if (ending == Ending::skipped) return run;
  for (const auto& [name, value] :
       {std::pair<const char*, Value>{"child.pid", pid},
        {"child.ns", 4026532001},
        {"target.ns", 4026532001},
        {"caller.ns", 4026531836},
        {"caller.link", link}}) {
    run.observations.push_back({name, value, 3, 0.5});
  }
  return run;
}

/// One result of every kind.
class Reports : public testing::Test {
 protected:
  Reports() {
    Record record;
    record.header.kernel.release = "6.18.44";
    record.header.kernel.version = {6, 18, 44};
    record.header.kernel.machine = "x86_64";
    record.header.kernel.capabilities = {"CAP_SYS_ADMIN"};
    record.header.kernel.config_source = "/proc/config.gz";
    record.header.kernel.config = {{"CONFIG_PID_NS", "y"}};
    record.header.taken = "2026-01-02T03:04:05Z";
    record.header.pidlab = "0.1.0";
    record.runs = {
        run(suite[0], Ending::finished, ""),
        run(suite[1], Ending::finished, "", 2, "ok"),
        run(suite[2], Ending::finished, "", 7),
        run(suite[3], Ending::broken, "x.cpp:31: EPERM # \"<&>"),
        run(suite[4], Ending::hung, "still running after 10 s"),
        run(suite[5], Ending::skipped, "needs CAP_SYS_BOOT: run as root")};
    record.runs[0].events = {{.kind = Event::born,
                              .pid = 3,
                              .after = 1,
                              .ms = 0.25,
                              .maker = 2,
                              .numbers = {{4026532000, 3}, {4026532001, 1}}},
                             {.kind = Event::died,
                              .pid = 3,
                              .after = 5,
                              .ms = 0.75,
                              .how = "killed by SIGKILL"}};
    record.runs[3].stderr_tail = "a word\nof the \033[1mprogram\n";
    std::vector<const Experiment*> all;
    for (const Experiment& one : suite) all.push_back(&one);
    report = judge_record(all, record);
  }

  const Suite suite{
      experiment("membership", "passes"),
      experiment("membership", "is_backported"),
      experiment("membership", "fails"),
      experiment("init", "is_broken"),
      experiment("init", "hangs"),
      experiment("init", "is_skipped_although_its_name_is_so_very_long"),
  };
  Report report;
};

TEST_F(Reports, Pretty) {
  expect_approved(pretty(report, {.color = false, .width = {}}), "pretty.txt");
}

TEST_F(Reports, PrettyOnANarrowTerminalWithColor) {
  expect_approved(pretty(report, {.color = true, .width = 60}),
                  "pretty_narrow_color.txt");
}

TEST_F(Reports, Ktap) { expect_approved(ktap(report), "report.ktap"); }

TEST_F(Reports, JUnit) { expect_approved(junit(report), "junit.xml"); }

TEST_F(Reports, Lava) { expect_approved(lava(report), "lava.txt"); }

TEST_F(Reports, Kcidb) { expect_approved(kcidb(report), "kcidb.json"); }

TEST_F(Reports, KcidbHasShortExcerpts) {
  report.results[3].run.stderr_tail = std::string(20'000, 'x');
  EXPECT_LT(std::ranges::count(kcidb(report), 'x'), 16'384);
}

TEST_F(Reports, JUnitIsXmlWhateverAProgramWrites) {
  report.results[3].run.stderr_tail =
      "\xff \xc3 \xed\xa0\x80 \x01 \xef\xbf\xbf ü\n";
  const std::string xml = junit(report);
  EXPECT_THAT(xml, HasSubstr("<system-err>� � � ? ? ü\n</system-err>"));
}

TEST(Wrapped, DoesNotSplitACharacterAndAcceptsInvalidBytes) {
  for (const std::string& line : wrapped("xxxxxxxxx€€€€€€", 10)) {
    EXPECT_TRUE(line.ends_with("x") || line.ends_with("€")) << line;
  }
  EXPECT_EQ(wrapped(std::string(25, '\x80'), 10).size(), 3u);
}

TEST_F(Reports, Json) { expect_approved(json(report), "report.json"); }

TEST_F(Reports, AStoppedRunSaysSoInEveryFormat) {
  report.header.stopped = "SIGINT";
  report.header.not_run = 3;
  EXPECT_THAT(pretty(report, {}),
              HasSubstr("stopped by SIGINT: 3 experiments did not run."));
  EXPECT_THAT(ktap(report), HasSubstr("\n1..9\n"));
  EXPECT_THAT(
      ktap(report),
      HasSubstr("Bail out! stopped by SIGINT: 3 experiments did not run\n"));
  EXPECT_THAT(junit(report),
              HasSubstr("<testsuites name=\"pidlab\" tests=\"7\" "
                        "failures=\"1\" errors=\"3\""));
  EXPECT_THAT(junit(report),
              HasSubstr("did not run\">stopped by SIGINT: 3 experiments did "
                        "not run</error>"));
  EXPECT_THAT(json(report), HasSubstr("\"stopped\": \"SIGINT\""));
  EXPECT_THAT(lava(report), HasSubstr("=run.comes_to_its_end RESULT=unknown>"));
  EXPECT_THAT(kcidb(report), HasSubstr("\"status\": \"MISS\""));
  EXPECT_THAT(kcidb(report), HasSubstr("SIGINT: 3 experiments did not run\""));
}

TEST_F(Reports, ARunThatIsStoppedWhenItRepeatsSaysSo) {
  report.header.stopped = "SIGINT";
  EXPECT_THAT(pretty(report, {}),
              HasSubstr("SIGINT: some repetitions did not run."));
  EXPECT_THAT(ktap(report),
              HasSubstr("SIGINT: some repetitions did not run\n"));
}

TEST(Ktap, TextCannotForgeALine) {
  Experiment one = experiment("init", "is_told");
  one.expectation.claim = "A claim\nok 5 forged";
  Record record;
  record.header.kernel.release = "6.1\nok 6 forged";
  record.header.kernel.version = {6, 1, {}};
  record.header.stopped = "SIGINT\nok 7 forged";
  for (const Ending ending : {Ending::finished, Ending::broken}) {
    record.runs = {run(one, ending, "x.cpp:1: why\nok 8 \033[2J<forged>", 7)};
    const Report report = judge_record({&one}, record);
    EXPECT_THAT(ktap(report), Not(HasSubstr("\nok")));
    EXPECT_THAT(lava(report), Not(HasSubstr("<forged>")));
    EXPECT_THAT(pretty(report, {}), Not(HasSubstr("\033")));
  }
}

TEST_F(Reports, ARepeatedRunShowsItsOtherVerdicts) {
  report.results[2].tally = {{Verdict::pass, 49}, {Verdict::fail, 1}};
  for (const std::string& text :
       {pretty(report, {}), ktap(report), junit(report), lava(report)}) {
    EXPECT_THAT(text,
                HasSubstr("verdicts differ between runs: 49 PASS, 1 FAIL"));
  }
  EXPECT_THAT(ktap(report), HasSubstr("\n# membership.fails: verdicts differ"));
}

TEST_F(Reports, TheExitCodeIsTheWorstVerdict) {
  EXPECT_EQ(exit_code(report), ExitCode::fail);
  report.results.erase(report.results.begin() + 2);
  EXPECT_EQ(exit_code(report), ExitCode::broken);
  report.results.erase(report.results.begin() + 2, report.results.begin() + 4);
  EXPECT_EQ(exit_code(report), ExitCode::pass);
  report.results.erase(report.results.begin(), report.results.begin() + 2);
  EXPECT_EQ(exit_code(report), ExitCode::skip);
}

TEST_F(Reports, ARecordIsReadBackAsItWas) {
  const Record record = read_record(json(report), "r.json");
  EXPECT_EQ(record.header.kernel.version, report.header.kernel.version);
  EXPECT_EQ(record.header.kernel.config, report.header.kernel.config);
  EXPECT_EQ(record.header.taken, report.header.taken);
  EXPECT_EQ(record.header.pidlab, "0.1.0");
  ASSERT_EQ(record.runs.size(), report.results.size());
  std::vector<const Experiment*> all;
  for (const Experiment& one : suite) all.push_back(&one);
  Report again = judge_record(all, record);
  again.wall_ms = report.wall_ms;
  EXPECT_EQ(json(again), json(report));
}

TEST(OldRecord, AnObservationThatANewerProgramMakesIsNotMissingInTheKernel) {
  const Experiment one = experiment("init", "has_changed");
  Experiment older = one;
  older.source = "// It observed less.";
  ASSERT_NE(one.digest(), older.digest());
  const auto verdict = [&](const pidlab::Run& run) {
    Record record;
    record.header.kernel.version = {6, 18, 44};
    record.runs = {run};
    return judge_record({&one}, record).results.at(0).judgment.verdict;
  };
  for (const Experiment& of : {older, one}) {
    pidlab::Run whole = run(of, Ending::finished, ""), less = whole,
                more = whole;
    less.observations.erase(less.observations.begin());
    more.observations.push_back({"child.more", 1, 3, 0.5});
    EXPECT_EQ(verdict(whole), Verdict::pass);
    const bool is_old = of.source == older.source;
    EXPECT_EQ(verdict(less), is_old ? Verdict::skip : Verdict::fail);
    EXPECT_EQ(verdict(more), is_old ? Verdict::skip : Verdict::broken);
    EXPECT_EQ(verdict(run(of, Ending::finished, "", 7)), Verdict::fail);
  }
}

TEST_F(Reports, WhatDiagnoseFoundIsReadBackAndShown) {
  report.header.diagnosis = {
      .processes = 7,
      .pid_namespaces = 2,
      .unread = "PID 1 cannot be read",
      .findings = {{.severity = Severity::may_surprise,
                    .rule = "discarded_sigterm",
                    .pid = 7,
                    .ns = "pid:[4026532000]",
                    .what = "PID 7 (sleep) is an init.",
                    .evidence = {{"/proc/7/status", "SigCgt 0\033[2J"}},
                    .consequence = "It stays.",
                    .remedy = "Install a handler.",
                    .manual = "pid_namespaces(7)",
                    .experiment = "init_ignores_signals_from_ancestor"}}};
  Report again = report;
  again.header.diagnosis = read_record(json(report), "r.json").header.diagnosis;
  EXPECT_EQ(json(again), json(report));
  const std::string text = pretty(again, {});
  EXPECT_THAT(text, HasSubstr("may surprise: PID 7 (sleep) is an init.\n"
                              "  evidence    /proc/7/status: SigCgt 0?[2J\n"));
  EXPECT_THAT(text, HasSubstr("7 processes read: 1 finding.\n"
                              "PID 1 cannot be read.\n"));
}

std::string refusal_of(const std::string& record) {
  try {
    read_record(record, "r.json");
  } catch (const BadInput& error) {
    return error.what();
  }
  return "accepted";
}

TEST_F(Reports, ADamagedRecordIsRefusedWithItsPlace) {
  const std::string whole = json(report);
  EXPECT_THAT(refusal_of(""),
              StartsWith("r.json:1:1: not a record: truncated or damaged"));
  for (std::size_t cut = 1; cut < whole.size() - 2; cut += 97) {
    EXPECT_THAT(refusal_of(whole.substr(0, cut)), StartsWith("r.json:")) << cut;
  }
  EXPECT_THAT(refusal_of("{}"), HasSubstr("not a record"));
  EXPECT_THAT(refusal_of("[1]"), HasSubstr("not a record"));
  std::string lie = whole;
  lie.replace(lie.find("\"died\""), 6, "\"slept\"");
  EXPECT_THAT(refusal_of(lie), HasSubstr("unknown kind of event \"slept\""));
  EXPECT_THAT(refusal_of("{\"pidlab_record\": 2}"),
              HasSubstr("use a newer pidlab"));
}

}  // namespace
}  // namespace pidlab
