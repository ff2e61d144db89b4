// run and judge: the same report, from a new run or from a record.
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <memory>
#include <optional>
#include <thread>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/commands/command.h"
#include "harness/commands/record_file.h"
#include "harness/commands/reporting.h"
#include "harness/diagnose/describe.h"
#include "harness/diagnose/rules.h"
#include "harness/judge/run_and_judge.h"

namespace pidlab {
namespace {

struct RunArguments {
  std::vector<std::string> names;
  std::vector<std::string> except;
  std::string format;
  std::string record;  // to write, or to judge
  std::string cell = "auto";
  double timeout_s = 10;
  bool dry_run = false;
  bool require_cell = false;
  bool diagnose = false;
  RunOptions run_options;
};

// CLI::Range accepts "nan".
std::string refuse_nan(const std::string& number) {
  return std::isnan(std::strtod(number.c_str(), nullptr)) ? "not a number" : "";
}

ExitCode run(const Suite& suite, RunArguments& options) {
  RunOptions& run_options = options.run_options;
  for (const CellKind kind : {CellKind::root, CellKind::user, CellKind::none}) {
    if (to_string(kind) == options.cell) run_options.cell = kind;
  }
  run_options.timeout =
      std::chrono::milliseconds(std::int64_t(options.timeout_s * 1000));
  const bool progress = isatty(STDERR_FILENO) && !is_terminal_dumb();
  if (progress) {
    run_options.progress = [](std::size_t ended, std::size_t of) {
      std::fprintf(stderr, "\r%zu of %zu\033[K", ended, of);
    };
  }
  auto experiments = select(suite, options.names);
  if (!options.except.empty()) {
    const auto except = select(suite, options.except);
    std::erase_if(experiments, [&](const Experiment* one) {
      return std::ranges::count(except, one) > 0;
    });
    if (experiments.empty()) {
      throw BadInput("--except: no experiment is left to run");
    }
  }
  if (options.dry_run) {
    for (const Experiment* experiment : experiments) {
      write_stdout(experiment->full_name() + "\n");
    }
    return ExitCode::pass;
  }
  if (options.require_cell) {
    const auto cells = choose_cells(run_options.cell, running_kernel());
    if (cells.refused) throw BadInput(*cells.refused);
  }
  // What cannot be written fails before the run, not after it.
  check_stdout();
  std::optional<Diagnosis> diagnosis;
  if (options.diagnose) {
    const Machine machine = read_machine();
    diagnosis = diagnosis_of(diagnose(machine, {}), machine);
  }
  std::optional<RecordFile> record;
  RunWatcher watcher;
  if (!options.record.empty()) {
    record.emplace(options.record);
    watcher = {
        .begins =
            [&](RecordHeader header, const std::vector<std::string>& selected) {
              header.diagnosis = diagnosis;
              record->begin(header, selected);
            },
        .started = [&](const Experiment& one) { record->started(one); },
        .ended = [&](const Experiment& one,
                     const Result* news) { record->ended(one, news); }};
  }

  Report report = run_and_judge(experiments, run_options, watcher);
  report.header.diagnosis = diagnosis;
  if (progress) std::fputs("\r\033[K", stderr);
  // If the record cannot be written, the report still is.
  std::optional<BadInput> lost;
  try {
    if (record) record->finish(report);
  } catch (const BadInput& error) {
    lost = error;
  }
  write_report(report, options.format);
  if (lost) throw *lost;
  return exit_code(report);
}

}  // namespace

void add_run(CLI::App& app, Lab& lab) {
  CLI::App* command =
      app.add_subcommand("run", "run experiments and judge them");
  const auto options = std::make_shared<RunArguments>();
  options->run_options.jobs =
      int(std::max(1u, std::thread::hardware_concurrency()));
  options->run_options.version = lab.version;
  add_reporting(command, options->format, lab);
  add_names(command, options->names);
  command
      ->add_option("--except", options->except,
                   "do not run these experiments; may be repeated")
      ->allow_extra_args(false)
      ->option_text("EXPERIMENT");
  command
      ->add_option(
          "--record", options->record,
          "also save the observations, for judge, diff, matrix and report")
      ->option_text("FILE");
  command->add_flag("--diagnose", options->diagnose,
                    "also report what diagnose finds on this machine: with "
                    "PIDs, paths, and the names of programs");
  command->add_flag("--trace", options->run_options.traced,
                    "also record the births and deaths of processes, unless "
                    "tracing changes the result");
  command
      ->add_option(
          "--jobs", options->run_options.jobs,
          "run N experiments at a time (default: the number of processors)")
      ->check(expecting("an integer from 1 to 1024", CLI::Range(1, 1024)))
      ->take_last()
      ->option_text("N");
  command
      ->add_option("--repeat", options->run_options.repeat,
                   "run each experiment N times")
      ->check(
          expecting("an integer from 1 to 1000000", CLI::Range(1, 1'000'000)))
      ->option_text("N");
  command
      ->add_option("--shuffle", options->run_options.shuffle,
                   "run in a random order that depends on SEED")
      ->check(expecting("an integer from 0 to 4294967295",
                        CLI::Range(0u, std::numeric_limits<unsigned>::max())))
      ->option_text("SEED");
  command
      ->add_option("--timeout", options->timeout_s,
                   "stop an experiment after S seconds (default: 10)")
      ->check(expecting(
          "a number from 0.001 to 86400",
          CLI::Range(0.001, 86'400.0) & CLI::Validator(refuse_nan, "")))
      ->option_text("S");
  command
      ->add_option("--cell", options->cell,
                   "kind of cell: root, user (in a new user namespace), none "
                   "(no new namespaces, and no limit on processes) or auto "
                   "(default: root if possible, else user)")
      ->check(expecting("auto, root, user or none",
                        CLI::IsMember({"auto", "root", "user", "none"})))
      ->option_text("KIND");
  command->add_flag(
      "--require-cell", options->require_cell,
      "exit with 2 if no cell can be created, instead of skipping all");
  command->add_flag(
      "--dry-run", options->dry_run,
      "only print the names of the selected experiments, one per line");
  command->callback(
      [options, &lab] { lab.exit_code = run(find_suite(lab), *options); });
}

void add_judge(CLI::App& app, Lab& lab) {
  CLI::App* command = app.add_subcommand("judge", "judge a record again");
  const auto options = std::make_shared<RunArguments>();
  add_reporting(command, options->format, lab);
  command
      ->add_option("record", options->record,
                   "a record that run --record saved")
      ->required()
      ->option_text("RECORD");
  add_names(command, options->names);
  command->callback([options, &lab] {
    const Suite suite = find_suite(lab);
    const Report report =
        read_report(lab, suite, options->names, options->record);
    write_report(report, options->format);
    lab.exit_code = exit_code(report);
  });
}

}  // namespace pidlab
