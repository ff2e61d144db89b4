// The command line: finds the command, and turns errors into messages and exit
// codes. A program of the suite and the init of a machine also start here.
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <sstream>

#include "harness/base/bad_input.h"
#include "harness/base/did_you_mean.h"
#include "harness/base/file.h"
#include "harness/base/this_program.h"
#include "harness/cell/machine.h"
#include "harness/commands/command.h"
#include "harness/commands/complete.h"
#include "harness/commands/manual.h"
#include "harness/commands/reporting.h"
#include "harness/suite/embedded.h"

namespace {

using namespace pidlab;

// A word that the command does not take.
std::string describe(const std::string& extra, const CLI::App& command) {
  std::vector<std::string> known;
  if (extra.starts_with('-')) {
    for (const CLI::Option* option : command.get_options()) {
      if (!option->get_positional()) known.push_back(option->get_name());
    }
    const std::string name = extra.substr(0, extra.find('='));
    return fmt::format("unknown option {}{}", name, did_you_mean(name, known));
  }
  for (const CLI::App* one : command.get_subcommands({})) {
    known.push_back(one->get_name());
  }
  return known.empty() ? fmt::format("unexpected argument \"{}\"", extra)
                       : fmt::format("unknown command \"{}\"{}", extra,
                                     did_you_mean(extra, known));
}

// An error of CLI11, whose message names the option. A check of ours has its
// own message: see `expecting`.
std::string describe(const CLI::ParseError& error, const CLI::App& command) {
  if (dynamic_cast<const CLI::ValidationError*>(&error)) return error.what();
  const std::string text = fmt::format(" {} ", error.what());
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    if (text.find(" " + name + " ") == text.npos &&
        text.find(" " + name + ":") == text.npos) {
      continue;
    }
    if (option->get_items_expected_max() == 0) {
      return fmt::format("expected {} without a value", name);
    }
    return fmt::format("expected {}{}",
                       option->get_positional() ? "" : name + " ",
                       option->get_option_text());
  }
  return command.get_subcommands({}).empty() ? error.what()
                                             : "expected a command";
}

[[noreturn]] void refuse(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* command = &app;
  std::string called = called_as();
  while (command->remaining().empty() && !command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
    called += " " + command->get_name();
  }
  const std::vector<std::string> extra = command->remaining();
  throw BadInput(fmt::format("{}; see {} --help",
                             extra.empty() ? describe(error, *command)
                                           : describe(extra.front(), *command),
                             called));
}

void command_line(std::vector<std::string> words, Lab& lab) {
  CLI::App app("pidlab: experiments on what Linux does with PID namespaces");
  app.set_help_flag("-h,--help", "print this help");
  app.set_version_flag("--version", "pidlab " + lab.version,
                       "print the version");
  app.add_option("--suite", lab.folder,
                 "use the suite in DIR instead of the suite of this program")
      ->option_text("DIR");
  app.require_subcommand(1);
  add_list(app, lab);
  add_run(app, lab);
  add_show(app, lab);
  add_watch(app, lab);
  add_why(app, lab);
  add_judge(app, lab);
  add_diff(app, lab);
  add_matrix(app, lab);
  add_report(app, lab);
  add_doctor(app, lab);
  add_ns(app, lab);
  add_diagnose(app, lab);
  add_predict(app, lab);
  add_exercise(app, lab);
  add_check(app, lab);
  add_join(app, lab);
  add_coverage(app, lab);
  add_errata(app, lab);
  // The footer is set after the commands, because they would inherit it.
  app.footer(fmt::format(
      "Examples:\n"
      "  {0} run                        run all experiments\n"
      "  {0} run init 'setns_*'         run a chapter, and all that match\n"
      "  {0} run --format junit > report.xml\n"
      "  {0} run --record seen.json; {0} judge seen.json\n"
      "  {0} report seen.json --html page.html\n"
      "  {0} show setns_does_not_move_caller\n"
      "  {0} watch --step setns_does_not_move_caller\n"
      "  {0} predict membership         predict results, then see them\n"
      "  {0} why 'fork: Cannot allocate memory'\n"
      "Exit status:\n"
      "  0      all passed or were SKIPped, and at least one passed\n"
      "  1      at least one FAILed; diff or check found something,\n"
      "         diagnose found what will fail, or why found nothing that fits\n"
      "  2      bad input, or a file or a cell that cannot be used\n"
      "  77     all were SKIPped\n"
      "  99     at least one is BROKEN or did not run, and none FAILed\n"
      "  128+N  stopped by signal N\n"
      "run and judge have --exit-codes for the codes of other test systems",
      called_as()));
  if (words.size() > 1 && words[1] == "--complete") {
    words.erase(words.begin(), words.begin() + 2);
    write_stdout(completions(app, lab, std::move(words)));
    return;
  }
  if (words.size() == 2 && words[1] == "--mdoc") {
    write_stdout(manual(app));
    return;
  }
  try {
    // CLI11 takes words from the back, without the program's name.
    app.name(called_as());
    app.parse(std::vector(words.rbegin(), words.rend() - 1));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) refuse(app, error);
    std::ostringstream help;
    app.exit(error, help);
    write_stdout(help.str());
  }
}

ExitCode guarded(std::vector<std::string> words) {
  // If a standard stream is closed, the next open file would take its number.
  int fd;
  while ((fd = open("/dev/null", O_RDONLY)) >= 0 && fd <= STDERR_FILENO) {
  }
  close(fd);
  Lab lab{.version = version};
  try {
    command_line(std::move(words), lab);
    return exit_code_of(lab);
  } catch (const BadInput& error) {
    std::cerr << "pidlab: " << error.what() << '\n';
  } catch (const std::filesystem::filesystem_error& error) {
    std::cerr << "pidlab: " << error.what() << '\n';
  }
  lab.exit_code = ExitCode::bad_input;
  return exit_code_of(lab);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string called = argc > 0 ? argv[0] : "";
  const auto name = std::string_view(called).substr(called.rfind('/') + 1);
  for (const Embedded& experiment : embedded()) {
    if (experiment.name == name) return experiment.main(argc, argv);
  }
  // Inherited as ignored, it would make the kernel reap our children: their
  // PIDs could be those of others when we signal them.
  signal(SIGCHLD, SIG_DFL);
  if (is_machine(argv[0])) be_machine(guarded);
  return int(guarded({argv, argv + argc}));
}
