#include "harness/session.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <random>

#include "harness/bad_input.h"
#include "harness/run.h"

namespace pidlab {
namespace {

using Clock = std::chrono::steady_clock;

std::string now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

// The order of one round: indices of what is to be run.
std::vector<std::size_t> order(std::size_t count, std::mt19937* random) {
  std::vector<std::size_t> indices(count);
  std::iota(indices.begin(), indices.end(), 0);
  if (random) std::ranges::shuffle(indices, *random);
  return indices;
}

/// The results of a session, as its runs come in.
class Results {
 public:
  Results(const std::vector<const Experiment*>& experiments,
          const Version& kernel)
      : experiments_(experiments), kernel_(kernel), all_(experiments.size()) {}

  void add(std::size_t index, Run run) {
    const Experiment& experiment = *experiments_[index];
    run.chapter = experiment.chapter;
    run.name = experiment.name;
    Judgement judgement = judge(experiment.expectation, run, kernel_);
    std::optional<Result>& kept = all_[index];
    std::map<Verdict, int> tally;
    if (kept) tally = kept->tally;
    ++tally[judgement.verdict];
    if (!kept || judgement.verdict > kept->judgement.verdict) {
      kept = Result{&experiment, std::move(run), std::move(judgement)};
    }
    kept->tally = std::move(tally);
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
  const Version kernel_;
  std::vector<std::optional<Result>> all_;
};

// Tracing may bend what is looked at. So what does not pass is run once more
// without it, and if the verdict is another, that run counts.
void run_again_untraced(std::vector<Result>& results, Plan plan,
                        int& stopped_by) {
  plan.traced = false;
  plan.progress = nullptr;
  for (Result& result : results) {
    const Judgement traced = result.judgement;
    if (traced.verdict == Verdict::pass || traced.verdict == Verdict::skip) {
      continue;
    }
    Report again = conduct({result.experiment}, plan, stopped_by);
    if (stopped_by != 0) return;
    const Judgement& untraced = again.results[0].judgement;
    if (untraced.verdict == traced.verdict &&
        untraced.reason == traced.reason) {
      continue;
    }
    result = std::move(again.results[0]);
    result.bent = traced.reason;
  }
}

}  // namespace

Box find_box(const std::optional<CellKind>& wanted, const Kernel& kernel) {
  if (wanted) return try_cell(*wanted);
  if (std::ranges::count(kernel.capabilities, "CAP_SYS_ADMIN") > 0) {
    const Box root = try_cell(CellKind::root);
    if (!root.refused) return root;
    // Why there is none for root is the nearer reason if there is none at all.
    const Box user = try_cell(CellKind::user);
    return user.refused ? root : user;
  }
  return try_cell(CellKind::user);
}

Report conduct(const std::vector<const Experiment*>& experiments,
               const Plan& plan, int& stopped_by) {
  const auto start = Clock::now();
  Report report;
  report.record.kernel = running_kernel();
  report.record.taken = now();
  const Kernel& kernel = report.record.kernel;
  const Box box = find_box(plan.cell, kernel);
  report.record.cell = box.kind;

  Results results(experiments, kernel.version);
  std::vector<std::size_t> runnable;
  for (std::size_t i = 0; i < experiments.size(); ++i) {
    auto why = unmet(experiments[i]->expectation.needs, kernel, box);
    if (why) {
      results.add(i, {.ending = Ending::skipped, .reason = *std::move(why)});
    } else {
      runnable.push_back(i);
    }
  }

  std::mt19937 random(plan.shuffle.value_or(0));
  const RunOptions options{.cell = box.kind,
                           .jobs = plan.jobs,
                           .timeout = plan.timeout,
                           .traced = plan.traced};
  const std::size_t total = runnable.size() * std::size_t(plan.repeat);
  std::size_t ended = 0;
  stopped_by = 0;
  for (int round = 0; round < plan.repeat && stopped_by == 0; ++round) {
    const auto sequence =
        order(runnable.size(), plan.shuffle ? &random : nullptr);
    std::vector<Program> programs;
    for (const std::size_t i : sequence) {
      programs.push_back(experiments[runnable[i]]->program);
    }
    stopped_by =
        run_programs(programs, options, [&](std::size_t index, Run run) {
          results.add(runnable[sequence[index]], std::move(run));
          if (plan.progress) plan.progress(++ended, total);
        });
  }
  report.results = results.take();
  if (plan.traced && stopped_by == 0) {
    run_again_untraced(report.results, plan, stopped_by);
  }
  if (stopped_by != 0) {
    report.record.stopped = fmt::format("SIG{}", sigabbrev_np(stopped_by));
    report.record.not_run = experiments.size() - report.results.size();
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
    Judgement judgement =
        judge(experiment->expectation, *run, record.kernel.version);
    report.wall_ms += run->wall_ms;
    report.results.push_back(
        {experiment, std::move(*run), std::move(judgement), {}});
  }
  record.runs.clear();
  report.record = std::move(record);
  return report;
}

}  // namespace pidlab
