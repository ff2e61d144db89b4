// Runs the experiments that can run here, skips the others, and judges each
// run.
#include "harness/judge/run_and_judge.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "harness/base/ending.h"
#include "harness/cell/excuse.h"
#include "harness/cell/unmet.h"
#include "harness/judge/judge.h"

namespace pidlab {
namespace {

using Clock = std::chrono::steady_clock;

std::string now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

// The order of one round, as indices.
std::vector<std::size_t> order(std::size_t count, std::mt19937* random) {
  std::vector<std::size_t> indices(count);
  std::iota(indices.begin(), indices.end(), 0);
  if (random) std::ranges::shuffle(indices, *random);
  return indices;
}

/// Judges runs in the place in which they happen.
class JudgeHere {
 public:
  JudgeHere(const Kernel& kernel, CellKind cells, bool excused)
      : kernel_(kernel.version),
        excused_(excused),
        root_is_locked_(cells == CellKind::user ||
                        !kernel.initial_user_namespace) {}

  /// Names the run after its experiment. If it failed, it gets its excuse.
  Judgment operator()(const Experiment& experiment, Run& run) const {
    run.chapter = experiment.chapter;
    run.name = experiment.name;
    run.digest = experiment.digest();
    const Judgment judgment = judge(experiment.expectation, run, kernel_);
    if (!excused_ || judgment.verdict == Verdict::pass ||
        judgment.verdict == Verdict::skip) {
      return judgment;
    }
    const bool observed_all = std::ranges::all_of(
        judgment.compared,
        [](const Compared& one) { return one.observed.has_value(); });
    run.excuse = excuse(run, observed_all, before_, look_around());
    if (run.excuse.empty() && root_is_locked_ &&
        experiment.expectation.needs.no_hidden_proc) {
      run.excuse =
          "the root may cover another root that has a /proc, which cannot be "
          "found out here: run as root in the initial user namespace";
    }
    return judge(experiment.expectation, run, kernel_);
  }

 private:
  const Version kernel_;
  const bool excused_;
  const bool root_is_locked_;  // so that a root below it cannot be seen
  const Place before_ = look_around();
};

// Whether the program that ran observed something else than the expectation
// lists, but nothing that contradicts it.
bool has_other_names(const Judgment& judgment, const Run& run) {
  return run.ending == Ending::finished &&
         (judgment.verdict == Verdict::fail ||
          judgment.verdict == Verdict::broken) &&
         std::ranges::all_of(judgment.compared, [](const Compared& one) {
           return one.holds || !one.observed;
         });
}

/// Collects the results of the runs.
class Results {
 public:
  Results(const std::vector<const Experiment*>& experiments,
          const JudgeHere& judge_here)
      : experiments_(experiments),
        judge_here_(judge_here),
        all_(experiments.size()) {}

  // Returns the result if it is a new one.
  const Result* add(std::size_t index, Run run) {
    const Experiment& experiment = *experiments_[index];
    Judgment judgment = judge_here_(experiment, run);
    std::optional<Result>& kept = all_[index];
    std::map<Verdict, int> tally;
    if (kept) tally = kept->tally;
    ++tally[judgment.verdict];
    const bool is_news = !kept || judgment.verdict > kept->judgment.verdict;
    if (is_news) {
      kept = Result{&experiment, std::move(run), std::move(judgment)};
    }
    kept->tally = std::move(tally);
    return is_news ? &*kept : nullptr;
  }

  std::vector<Result> take() {
    std::vector<Result> results;
    for (std::optional<Result>& result : all_) {
      if (result) results.push_back(*std::move(result));
    }
    return results;
  }

 private:
  const std::vector<const Experiment*>& experiments_;
  const JudgeHere& judge_here_;
  std::vector<std::optional<Result>> all_;
};

// The tally in a record. A record has the observations of one run, the first
// with the worst verdict. If its verdict is another one now, those of the other
// runs may be, too, and they cannot be judged again.
std::map<Verdict, int> tally_of(const Run& run, Verdict now) {
  std::map<Verdict, int> tally;
  for (const Verdict verdict :
       {Verdict::pass, Verdict::skip, Verdict::broken, Verdict::fail}) {
    const auto found = run.tally.find(to_string(verdict));
    if (found != run.tally.end()) tally.insert({verdict, found->second});
  }
  if (!tally.empty() && tally.rbegin()->first != now) tally.clear();
  return tally;
}

// Tracing may change the observations. So an experiment that does not pass runs
// once more untraced. If the verdict differs, the untraced run counts.
int run_again_untraced(std::vector<Result>& results,
                       const JudgeHere& judge_here, CellKind cells,
                       RunOptions options, const RunWatcher& watcher) {
  options.traced = false;
  for (Result& result : results) {
    const Judgment traced = result.judgment;
    if (traced.verdict == Verdict::pass || traced.verdict == Verdict::skip) {
      continue;
    }
    const Experiment& experiment = *result.experiment;
    const auto started = [&](std::size_t) { watcher.started(experiment); };
    const auto replace = [&](std::size_t, Run run) {
      Judgment untraced = judge_here(experiment, run);
      if (untraced.verdict == traced.verdict &&
          untraced.reason == traced.reason) {
        return watcher.ended(experiment, nullptr);
      }
      result = {.experiment = &experiment,
                .run = std::move(run),
                .judgment = std::move(untraced),
                .untraced_because = traced.reason};
      watcher.ended(experiment, &result);
    };
    if (const int stopped_by = run_programs({experiment.program}, cells,
                                            options, started, replace)) {
      return stopped_by;
    }
  }
  return 0;
}

}  // namespace

CellSurvey choose_cells(const std::optional<CellKind>& wanted,
                        const Kernel& kernel) {
  if (wanted) return survey_cells(*wanted);
  if (std::ranges::count(kernel.capabilities, "CAP_SYS_ADMIN") > 0) {
    const CellSurvey root = survey_cells(CellKind::root);
    if (!root.refused) return root;
    // If both kinds are refused, the reason for root is more useful.
    const CellSurvey user = survey_cells(CellKind::user);
    return user.refused ? root : user;
  }
  return survey_cells(CellKind::user);
}

Report run_and_judge(const std::vector<const Experiment*>& experiments,
                     const RunOptions& options, const RunWatcher& watcher) {
  const auto start = Clock::now();
  Report report;
  report.header.kernel = running_kernel();
  report.header.taken = now();
  report.header.pidlab = options.version;
  const Kernel& kernel = report.header.kernel;
  const CellSurvey cells = choose_cells(options.cell, kernel);
  report.header.cell = cells.kind;

  std::vector<std::string> selected;
  for (const Experiment* experiment : experiments) {
    selected.push_back(experiment->full_name());
  }
  watcher.begins(report.header, selected);

  const JudgeHere judge_here(kernel, cells.kind, options.excused);
  Results results(experiments, judge_here);
  std::vector<std::size_t> runnable;
  for (std::size_t i = 0; i < experiments.size(); ++i) {
    auto why = unmet(experiments[i]->expectation.needs, kernel, cells);
    if (why) {
      watcher.ended(*experiments[i],
                    results.add(i, {.ending = Ending::skipped,
                                    .reason = *std::move(why)}));
    } else {
      runnable.push_back(i);
    }
  }

  std::mt19937 random(options.shuffle.value_or(0));
  const std::size_t total = runnable.size() * std::size_t(options.repeat);
  std::size_t ended = 0;
  for (int round = 0; round < options.repeat && report.stopped_by == 0;
       ++round) {
    const auto sequence =
        order(runnable.size(), options.shuffle ? &random : nullptr);
    std::vector<Program> programs;
    for (const std::size_t i : sequence) {
      programs.push_back(experiments[runnable[i]]->program);
    }
    report.stopped_by = run_programs(
        programs, cells.kind, options,
        [&](std::size_t index) {
          watcher.started(*experiments[runnable[sequence[index]]]);
        },
        [&](std::size_t index, Run run) {
          const std::size_t at = runnable[sequence[index]];
          watcher.ended(*experiments[at], results.add(at, std::move(run)));
          if (options.progress) options.progress(++ended, total);
        });
  }
  report.results = results.take();
  if (options.traced && report.stopped_by == 0) {
    report.stopped_by = run_again_untraced(report.results, judge_here,
                                           cells.kind, options, watcher);
  }
  if (report.stopped_by != 0) {
    report.header.stopped = signal_name(report.stopped_by);
    report.header.not_run = experiments.size() - report.results.size();
  }
  report.wall_ms =
      std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  return report;
}

Report judge_record(const std::vector<const Experiment*>& experiments,
                    Record record) {
  Report report;
  for (const Experiment* experiment : experiments) {
    const auto run = std::ranges::find_if(record.runs, [&](const Run& one) {
      return one.chapter == experiment->chapter && one.name == experiment->name;
    });
    if (run == record.runs.end()) continue;
    Judgment judgment =
        judge(experiment->expectation, *run, record.header.kernel.version);
    if (has_other_names(judgment, *run) &&
        run->digest != experiment->digest()) {
      run->excuse =
          "the experiment has changed since this record was taken: take a new "
          "one";
      judgment =
          judge(experiment->expectation, *run, record.header.kernel.version);
    }
    report.wall_ms += run->wall_ms;
    auto tally = tally_of(*run, judgment.verdict);
    report.results.push_back({.experiment = experiment,
                              .run = std::move(*run),
                              .judgment = std::move(judgment),
                              .tally = std::move(tally)});
  }
  report.header = std::move(record.header);
  return report;
}

}  // namespace pidlab
