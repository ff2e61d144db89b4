// watch: one run, drawn as lanes.
#include <fmt/format.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <memory>

#include "harness/bad_input.h"
#include "harness/commands/command.h"
#include "harness/output.h"
#include "harness/report/lanes.h"
#include "harness/session.h"

namespace pidlab {
namespace {

constexpr int columns = 80;

struct Words {
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

/// Waits for a key; false if it says to stop: q, Ctrl-C or Ctrl-D.
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

std::string conclusion(const Result& result, const Casting& casting,
                       const std::string& release) {
  std::string out;
  if (!result.bent.empty()) {
    out += paragraph(fmt::format(
        "Traced, it does something else ({}): this was an untraced run, and "
        "births and deaths are not shown.",
        result.bent));
  }
  for (const std::string& difference : casting.differences) {
    out += paragraph(difference);
  }
  const auto& [verdict, reason, compared, era] = result.judgement;
  return out +
         paragraph(fmt::format("{} on Linux {}{}{}", to_string(verdict),
                               release, reason.empty() ? "." : ": ", reason));
}

/// Shows one; false if who watches has seen enough.
bool show(const Result& result, const Words& words, const LaneStyle& style,
          const std::string& release) {
  const Experiment& experiment = *result.experiment;
  write_stdout(paragraph(experiment.full_name()) +
               paragraph(experiment.expectation.claim) + "\n");
  const Casting casting = cast_roles(experiment.expectation, result.run);
  if (!casting.moments.empty()) {
    const Lanes lanes = draw_lanes(casting, style);
    if (words.step) write_stdout("(any key: what comes next; q: quit)\n");
    write_stdout(lanes.head);
    for (const std::string& moment : lanes.moments) {
      if (words.step && !next_key()) return false;
      write_stdout(moment);
    }
    write_stdout(lanes.foot);
  }
  write_stdout(conclusion(result, casting, release));
  return true;
}

int watch(const Suite& suite, const Words& words) {
  const auto experiments = select(suite, words.names);
  if (words.step && !(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))) {
    throw BadInput("--step waits for keys: it needs a terminal");
  }
  const LaneStyle style{.color = !words.plain && terminal_style().color,
                        .ascii = !is_utf8_locale()};
  int stopped_by = 0;
  const Report report = conduct(experiments, Plan{.traced = true}, stopped_by);
  for (const Result& result : report.results) {
    if (&result != &report.results.front()) write_stdout("\n");
    if (!show(result, words, style, report.record.kernel.release)) break;
  }
  return stopped_by ? 128 + stopped_by : exit_code(report);
}

}  // namespace

void add_watch(CLI::App& app, Lab& lab) {
  CLI::App* command = app.add_subcommand(
      "watch", "run one and draw its processes, line by line");
  const auto words = std::make_shared<Words>();
  add_required_names(command, words->names);
  command->add_flag("--step", words->step, "wait for a key before each line");
  command->add_flag("--plain", words->plain, "no colour, as into a pipe");
  command->callback(
      [words, &lab] { lab.exit_code = watch(find_suite(lab), *words); });
}

}  // namespace pidlab
