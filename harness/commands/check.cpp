// check: the conventions of CONTRIBUTING.md that an experiment does not follow.
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
    for (const Experiment* experiment : select(suite, *names)) {
      for (const std::string& missing :
           missing_conventions(*experiment, syllabus)) {
        write_stdout(missing + "\n");
        lab.exit_code = ExitCode::fail;
      }
    }
  });
}

}  // namespace pidlab
