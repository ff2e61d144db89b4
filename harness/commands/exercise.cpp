// exercise: small broken programs that the learner repairs.
#include "harness/suite/exercise.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/base/this_program.h"
#include "harness/commands/command.h"
#include "harness/judge/run_and_judge.h"

namespace pidlab {
namespace {

namespace fs = std::filesystem;

constexpr int no_compiler = 127;

struct ExerciseArguments {
  std::string name;
  std::string folder;
};

std::string state_of(const Exercise& exercise) {
  const Progress progress = read_progress(exercise);
  std::string state = progress.passed            ? "passed"
                      : !progress.folder.empty() ? "started"
                                                 : "not started";
  if (progress.hints > 0) {
    state += fmt::format(", {} of {} hints taken", progress.hints,
                         hints(exercise).size());
  }
  return state;
}

std::string list() {
  std::string out;
  for (const Exercise& exercise : exercises()) {
    out += fmt::format("{:<23} {:<34} {}\n", exercise.name, title(exercise),
                       state_of(exercise));
  }
  return out;
}

// The folder where `start` writes the exercise.
fs::path place_for(const Exercise& exercise, const ExerciseArguments& options) {
  const fs::path parent =
      options.folder.empty() ? "pidlab-exercises" : options.folder;
  return fs::absolute(parent / exercise.name).lexically_normal();
}

fs::path source_in(const fs::path& folder, const Exercise& exercise) {
  return folder / (std::string(exercise.name) + ".cpp");
}

// An existing file belongs to the learner: it is not overwritten.
void add_file(const fs::path& path, const char* text) {
  if (fs::exists(path)) return;
  fs::create_directories(path.parent_path());
  write_file(path, text);
}

std::string stuck(const Exercise& exercise) {
  return fmt::format("For a hint: {} exercise hint {}\n", called_as(),
                     exercise.name);
}

void start(const Exercise& exercise, const ExerciseArguments& options) {
  const fs::path folder = place_for(exercise, options);
  const fs::path source = source_in(folder, exercise);
  const bool was_there = fs::exists(source);
  add_file(source, exercise.start);
  add_file(folder / "task.md", exercise.task);
  for (const Header& header : exercise_headers()) {
    add_file(folder / header.path, header.text);
  }
  Progress progress = read_progress(exercise);
  progress.folder = folder;
  save_progress(exercise, progress);

  if (was_there) {
    write_stdout(
        fmt::format("The exercise exists and was not changed: {}\nTo start "
                    "over, move it away, or name another folder with --dir.\n",
                    source.string()));
    return;
  }
  write_stdout(
      fmt::format("{}\nThe program to repair: {}\nTo check your repair: {} "
                  "exercise check {}\n{}",
                  exercise.task, source.string(), called_as(), exercise.name,
                  stuck(exercise)));
}

// Runs the compiler, which prints its own messages. Returns its exit status.
int compile(const fs::path& source, const fs::path& program) {
  const fs::path folder = source.parent_path(), build = program.parent_path();
  // This also removes what a killed compiler left in its TMPDIR.
  fs::remove_all(build);
  fs::create_directories(build);
  const std::vector<std::string> command{
      "c++", "-std=c++20", "-Wall", "-Wextra", "-pipe", "-g",
      // clone_args{.flags = …} leaves the other fields zero on purpose.
      "-Wno-missing-field-initializers", "-I" + folder.string(),
      "-o" + program.string(), source};
  std::vector<char*> arguments;
  for (const std::string& word : command) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  const pid_t compiler = fork();
  if (compiler == 0) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    setenv("TMPDIR", build.c_str(), 1);
    execvp(arguments[0], arguments.data());
    _exit(no_compiler);
  }
  int status = 0;
  while (waitpid(compiler, &status, 0) == -1 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

ExitCode check(const Exercise& exercise, const ExerciseArguments& options) {
  const std::string started = read_progress(exercise).folder;
  const fs::path folder = options.folder.empty() && !started.empty()
                              ? fs::path(started)
                              : place_for(exercise, options);
  const fs::path source = source_in(folder, exercise);
  if (!fs::exists(source)) {
    throw BadInput(fmt::format("{}: not found: run {} exercise start {}",
                               source.string(), called_as(), exercise.name));
  }
  if (!has_its_check(exercise, read_file(source))) {
    throw BadInput(
        fmt::format("{}: the part below the line \"Below this line is the "
                    "check\" was changed: copy it from a new exercise ({} "
                    "exercise start {} --dir ELSEWHERE)",
                    source.string(), called_as(), exercise.name));
  }
  const fs::path program = folder / ".pidlab" / exercise.name;
  if (const int status = compile(source, program); status == no_compiler) {
    std::cerr << "SKIP: needs a C++ compiler: c++ was not found in PATH; "
                 "install it with apt-get install g++\n";
    return ExitCode::skip;
  } else if (status != 0) {
    std::cerr << exercise.name
              << ".cpp does not compile: see the messages of the compiler.\n"
              << stuck(exercise);
    return ExitCode::fail;
  }

  const Experiment experiment = as_experiment(exercise, program);
  const Report report = run_and_judge({&experiment}, {.excused = false});
  if (report.stopped_by != 0) return exit_code(report);
  if (exit_code(report) != ExitCode::pass) {
    // The why is shown only after a pass: it would give all hints at once.
    write_stdout(what_went_wrong(report.results.at(0), terminal_style()));
    if (exit_code(report) != ExitCode::skip) {
      write_stdout(fmt::format("\n{}", stuck(exercise)));
    }
    return exit_code(report);
  }
  write_stdout(
      fmt::format("Well done, it passes: {}\n\nWhy it works:\n\n{}\n\n"
                  "The experiments that show it: {} show {}\n",
                  experiment.expectation.claim, experiment.expectation.why,
                  called_as(), fmt::join(shown_by(exercise), " ")));
  Progress progress = read_progress(exercise);
  progress.passed = true;
  save_progress(exercise, progress);
  return ExitCode::pass;
}

void hint(const Exercise& exercise) {
  const std::vector<std::string> all = hints(exercise);
  Progress progress = read_progress(exercise);
  if (progress.hints >= all.size()) {
    write_stdout(fmt::format(
        "You have seen all {} hints. For the solution: {} exercise solve {}\n",
        all.size(), called_as(), exercise.name));
    return;
  }
  const std::string& next = all[progress.hints];
  ++progress.hints;
  write_stdout(
      fmt::format("Hint {} of {}: {}\n", progress.hints, all.size(), next));
  save_progress(exercise, progress);
}

void solve(const Exercise& exercise) {
  const Experiment experiment = as_experiment(exercise, "");
  write_stdout(
      fmt::format("The solution, with - before the lines to remove and + "
                  "before the lines to add.\nYour file is not changed.\n\n{}\n"
                  "Why it works:\n\n{}\n\n"
                  "The experiments that show it: {} show {}\n",
                  solution_diff(exercise), experiment.expectation.why,
                  called_as(), fmt::join(shown_by(exercise), " ")));
}

CLI::App* add_action(CLI::App* command, const char* action, const char* what,
                     const std::shared_ptr<ExerciseArguments>& options) {
  CLI::App* added = command->add_subcommand(action, what);
  added->add_option("name", options->name, "the exercise")
      ->required()
      ->option_text("EXERCISE");
  return added;
}

void add_folder(CLI::App* action,
                const std::shared_ptr<ExerciseArguments>& options) {
  action
      ->add_option("--dir", options->folder,
                   "the folder of your exercises (default: pidlab-exercises)")
      ->option_text("DIR");
}

}  // namespace

void add_exercise(CLI::App& app, Lab& lab) {
  CLI::App* command =
      app.add_subcommand("exercise", "repair small broken programs");
  command->require_subcommand(1);
  const auto options = std::make_shared<ExerciseArguments>();
  command->add_subcommand("list", "list the exercises and your progress")
      ->callback([] { write_stdout(list()); });
  CLI::App* start_ =
      add_action(command, "start",
                 "write the task and the broken program to a folder", options);
  add_folder(start_, options);
  start_->callback(
      [options] { start(find_exercise(options->name), *options); });
  CLI::App* check_ = add_action(command, "check",
                                "compile, run and judge your program", options);
  add_folder(check_, options);
  check_->callback([options, &lab] {
    lab.exit_code = check(find_exercise(options->name), *options);
  });
  add_action(command, "hint", "show one more hint", options)
      ->callback([options] { hint(find_exercise(options->name)); });
  add_action(command, "solve", "show the solution, and why it works", options)
      ->callback([options] { solve(find_exercise(options->name)); });
}

}  // namespace pidlab
