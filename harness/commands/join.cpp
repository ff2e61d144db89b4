// join, for ci/boot: builds one record from those of several boots. A boot can
// be cut short by what it runs, and some experiments end their machine.
#include <algorithm>
#include <filesystem>
#include <memory>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/cell/observation_line.h"
#include "harness/cell/unmet.h"
#include "harness/commands/command.h"
#include "harness/judge/run_and_judge.h"
#include "harness/report/journal.h"

namespace pidlab {
namespace {

struct JoinArguments {
  std::string record;
  std::string name;   // of the experiment, or "" to list them
  std::string lines;  // the file with its output
  std::string said;   // the kernel's last message
  std::string ended;  // how its machine ended
  std::string part;   // the journal of one boot
  std::string why;    // the reason why that boot was cut short
};

bool waits_for_own_machine(const Run& run) {
  return run.ending == Ending::skipped && run.reason == needs_own_machine;
}

// A machine that restarted runs its experiment again: a repeated observation
// begins another run.
void read_lines(Run& run, const JoinArguments& options) {
  std::istringstream lines(read_file(options.lines));
  for (std::string text; std::getline(lines, text);) {
    std::erase(text, '\r');
    if (text.empty()) continue;
    const Line line = parse_line(text + "\n");
    const bool known =
        std::ranges::count(run.observations, line.name, &Observation::name) > 0;
    if (known && options.ended == "restart") return;
    if (!line.broken.empty() || known) {
      run.ending = Ending::broken;
      run.reason = known ? "observed " + line.name + " twice" : line.broken;
      return;
    }
    run.observations.push_back({line.name, line.value, 0, 0});
  }
  if (!run.observations.empty()) return;
  run.ending = Ending::broken;
  run.reason =
      "the machine ended before the experiment; its console: " + options.said;
}

// Adds the runs of a boot to the record, and prints the names of all runs in
// it. If exactly one experiment was running when the boot was cut short, that
// is the cause. If there were several, another boot has to show which.
void add_part(const Suite& suite, const JoinArguments& options) {
  const Record part = read_record(read_file(options.part), options.part);
  Record record{.header = part.header, .runs = {}};
  if (std::filesystem::exists(options.record)) {
    record = read_record(read_file(options.record), options.record);
  }
  const auto suspects =
      std::ranges::count(part.runs, cut_while_running, &Run::reason);
  record.header.stopped = part.header.stopped;
  record.header.not_run = part.header.not_run;
  for (Run run : part.runs) {
    if (run.reason == cut_while_running) {
      if (suspects > 1 || options.why.empty()) {
        ++record.header.not_run;
        continue;
      }
      run.reason = options.why;
    }
    record.runs.push_back(std::move(run));
  }
  for (const Run& run : record.runs) {
    write_stdout(run.chapter + "/" + run.name + "\n");
  }
  write_file(options.record, json(judge_record(select(suite, {}), record)));
}

void join(const Lab& lab, const JoinArguments& options) {
  const Suite suite = find_suite(lab);
  if (!options.part.empty()) return add_part(suite, options);
  Record record = read_record(read_file(options.record), options.record);
  if (options.name.empty()) {
    for (const Run& run : record.runs) {
      if (waits_for_own_machine(run)) write_stdout(run.name + "\n");
    }
    return;
  }
  const auto run = std::ranges::find(record.runs, options.name, &Run::name);
  if (run == record.runs.end() || !waits_for_own_machine(*run)) {
    throw BadInput(options.name +
                   ": this experiment does not wait for its own machine");
  }
  run->ending = Ending::finished;
  run->reason.clear();
  read_lines(*run, options);
  run->observations.push_back({"machine.said", options.said, 0, 0});
  run->observations.push_back({"machine.ended", options.ended, 0, 0});
  write_file(options.record, json(judge_record(select(suite, {}), record)));
}

}  // namespace

void add_join(CLI::App& app, Lab& lab) {
  CLI::App* command = app.add_subcommand(
      "join", "for ci/boot: build one record from those of several boots");
  command->group("");
  const auto options = std::make_shared<JoinArguments>();
  command->add_option("record", options->record)->required();
  command->add_option("name", options->name);
  command->add_option("lines", options->lines);
  command->add_option("--said", options->said);
  command->add_option("--ended", options->ended);
  command->add_option("--part", options->part);
  command->add_option("--why", options->why);
  command->callback([options, &lab] { join(lab, *options); });
}

}  // namespace pidlab
