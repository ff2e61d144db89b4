// check: the conventions of CONTRIBUTING.md that an experiment does not follow.
#include <fmt/format.h>

#include <memory>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/commands/command.h"
#include "harness/suite/conventions.h"
#include "harness/suite/plain_suite.h"

namespace pidlab {

void add_check(CLI::App& app, Lab& lab) {
  CLI::App* command = app.add_subcommand(
      "check", "check experiments against the conventions of CONTRIBUTING.md");
  const auto names = std::make_shared<std::vector<std::string>>();
  add_names(command, *names);
  command->callback([names, &lab] {
    const Suite suite = find_suite(lab);
    const std::string folder = suite_folder(lab);
    if (!folder.empty() && is_plain_suite(folder)) {
      throw BadInput(
          "check: only the experiments of pidlab itself have these "
          "conventions: call it without --suite");
    }
    const std::string syllabus = syllabus_text(lab);
    const std::optional<Coverage> coverage = find_coverage(lab, suite);
    for (const Experiment* experiment : select(suite, *names)) {
      std::vector<std::string> missing =
          missing_conventions(*experiment, syllabus);
      if (coverage && !is_listed(*coverage, *experiment)) {
        missing.push_back(fmt::format(
            "experiments/coverage/: no statement names {}: add it to those of "
            "manual.toml or kernel.toml that it shows",
            experiment->full_name()));
      }
      for (const std::string& line : missing) {
        write_stdout(line + "\n");
        lab.exit_code = ExitCode::fail;
      }
    }
  });
}

}  // namespace pidlab
