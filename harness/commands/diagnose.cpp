// diagnose: looks at the processes of this machine, and applies the rules.
#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/commands/command.h"
#include "harness/diagnose/describe.h"
#include "harness/diagnose/rules.h"
#include "harness/ns/tasks.h"
#include "harness/report/diagnosis.h"
#include "harness/report/run_json.h"

namespace pidlab {
namespace {

struct DiagnoseArguments {
  std::vector<int> pids;
  bool json = false;
};

// The namespaces of these processes, and those below.
std::vector<Inode> below(const Machine& machine, const std::vector<int>& pids) {
  std::vector<Inode> all;
  for (const int pid : pids) {
    const SeenProcess* process = machine.find(pid);
    if (!process) throw BadInput(fmt::format("PID {}: no such process", pid));
    if (process->forbidden) {
      throw BadInput(fmt::format("PID {}: its namespaces cannot be read: {}",
                                 pid, how_to_read()));
    }
    for (const Inode ns : machine.from(process->ns)) all.push_back(ns);
  }
  return all;
}

}  // namespace

void add_diagnose(CLI::App& app, Lab& lab) {
  CLI::App* command = app.add_subcommand(
      "diagnose", "find what is wrong with the PID namespaces of processes");
  const auto options = std::make_shared<DiagnoseArguments>();
  command
      ->add_option("pids", options->pids,
                   "only the PID namespaces of these processes, and those "
                   "below (default: all that are visible)")
      ->option_text("[PID...]")
      ->check(expecting("a PID", CLI::PositiveNumber));
  command->add_flag("--json", options->json, "write JSON");
  command->callback([options, &lab] {
    const Machine machine = read_machine();
    const auto found = diagnose(machine, below(machine, options->pids));
    const Diagnosis diagnosis = diagnosis_of(found, machine);
    write_stdout(options->json ? dump(json_of(diagnosis), 1)
                               : diagnosis_text(diagnosis, terminal_style()));
    if (!diagnosis.unread.empty()) {
      std::cerr << "pidlab: " << diagnosis.unread << '\n';
    }
    for (const Finding& finding : found) {
      if (finding.rule->severity == Severity::will_fail) {
        lab.exit_code = ExitCode::fail;
      }
    }
  });
}

}  // namespace pidlab
