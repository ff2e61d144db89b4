// watch: draws one run as lanes.
#include <fmt/format.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <memory>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/commands/command.h"
#include "harness/drawing/lanes.h"
#include "harness/judge/run_and_judge.h"

namespace pidlab {
namespace {

constexpr int columns = 80;

struct WatchArguments {
  std::vector<std::string> names;
  bool step = false, plain = false;
};

bool is_utf8_locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (!value || !*value) continue;
    return strcasestr(value, "UTF-8") || strcasestr(value, "utf8");
  }
  return false;
}

/// Waits for a key; false for a key that stops: q, Ctrl-C or Ctrl-D.
bool next_key() {
  termios before;
  tcgetattr(STDIN_FILENO, &before);
  termios raw = before;
  raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG);
  tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  char key = 0;
  const bool got = read(STDIN_FILENO, &key, 1) == 1;
  tcsetattr(STDIN_FILENO, TCSANOW, &before);
  return got && key != 'q' && key != 'C' - '@' && key != 'D' - '@';
}

std::string paragraph(const std::string& text) {
  std::string out;
  for (const std::string& line : wrapped(text, columns)) out += line + "\n";
  return out;
}

std::string conclusion(const Result& result, const Story& story,
                       const std::string& release) {
  std::string out;
  if (!result.untraced_because.empty()) {
    out +=
        paragraph(fmt::format("Tracing changes the result ({}). This run was "
                              "not traced: it shows no births and deaths.",
                              result.untraced_because));
  }
  for (const std::string& difference : story.differences) {
    out += paragraph(difference);
  }
  const auto& [verdict, reason, compared, era] = result.judgment;
  return out +
         paragraph(fmt::format("{} on Linux {}{}{}", to_string(verdict),
                               release, reason.empty() ? "." : ": ", reason));
}

/// Shows one experiment; false if the user stops.
bool show(const Result& result, const WatchArguments& options,
          const LaneStyle& style, const std::string& release) {
  const Experiment& experiment = *result.experiment;
  write_stdout(paragraph(experiment.full_name()) +
               paragraph(experiment.expectation.claim) + "\n");
  const Story story = name_processes(experiment.expectation, result.run);
  if (!story.steps.empty()) {
    const Lanes lanes = draw_lanes(story, style);
    if (options.step) write_stdout("(any key: next line; q: quit)\n");
    write_stdout(lanes.head);
    for (const std::string& step : lanes.steps) {
      if (options.step && !next_key()) return false;
      write_stdout(step);
    }
    write_stdout(lanes.foot);
  }
  write_stdout(conclusion(result, story, release));
  return true;
}

ExitCode watch(const Suite& suite, const WatchArguments& options) {
  const auto experiments = select(suite, options.names);
  if (options.step && !(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))) {
    throw BadInput("--step: standard input and output must be a terminal");
  }
  const LaneStyle style{.color = !options.plain && terminal_style().color,
                        .ascii = !is_utf8_locale()};
  const Report report = run_and_judge(experiments, {.traced = true});
  for (const Result& result : report.results) {
    if (&result != &report.results.front()) write_stdout("\n");
    if (!show(result, options, style, report.header.kernel.release)) break;
  }
  return exit_code(report);
}

}  // namespace

void add_watch(CLI::App& app, Lab& lab) {
  CLI::App* command = app.add_subcommand(
      "watch", "run an experiment and draw its processes over time");
  const auto options = std::make_shared<WatchArguments>();
  add_required_names(command, options->names);
  command->add_flag("--step", options->step, "wait for a key before each line");
  command->add_flag("--plain", options->plain, "draw without color");
  command->callback(
      [options, &lab] { lab.exit_code = watch(find_suite(lab), *options); });
}

}  // namespace pidlab
