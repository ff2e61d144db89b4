// run and judge: the same report, of what is seen now or was seen before.
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <thread>

#include "harness/base/bad_input.h"
#include "harness/base/output.h"
#include "harness/commands/command.h"
#include "harness/judge/run_and_judge.h"

namespace pidlab {
namespace {

struct Words {
  std::vector<std::string> names;
  std::string format;
  std::string record;  // to write, or to judge
  std::string cell = "auto";
  double timeout_s = 10;
  RunOptions options;
};

void add_format(CLI::App* command, Words& words) {
  command
      ->add_option("--format", words.format,
                   "pretty (on a terminal), ktap (into a pipe), junit, json")
      ->check(CLI::IsMember({"pretty", "ktap", "junit", "json"}))
      ->option_text("FORMAT");
}

std::string render(const Report& report, std::string format) {
  if (format.empty()) format = isatty(STDOUT_FILENO) ? "pretty" : "ktap";
  if (format == "ktap") return ktap(report);
  if (format == "junit") return junit(report);
  if (format == "json") return json(report);
  return pretty(report, terminal_style());
}

ExitCode run(const Suite& suite, Words& words) {
  RunOptions& options = words.options;
  for (const CellKind kind : {CellKind::root, CellKind::user, CellKind::none}) {
    if (to_string(kind) == words.cell) options.cell = kind;
  }
  options.timeout =
      std::chrono::milliseconds(std::int64_t(words.timeout_s * 1000));
  const bool progress = isatty(STDERR_FILENO) && !is_terminal_dumb();
  if (progress) {
    options.progress = [](std::size_t ended, std::size_t of) {
      std::fprintf(stderr, "\r%zu of %zu\033[K", ended, of);
    };
  }
  const auto experiments = select(suite, words.names);
  // A long run must not end in what cannot be written.
  check_stdout();
  std::optional<OutputFile> record;
  if (!words.record.empty()) record.emplace(words.record);

  const Report report = run_and_judge(experiments, options);
  if (progress) std::fputs("\r\033[K", stderr);
  // Neither is lost with the other.
  std::optional<BadInput> lost;
  try {
    if (record) record->write(json(report));
  } catch (const BadInput& error) {
    lost = error;
  }
  write_stdout(render(report, words.format));
  if (lost) throw *lost;
  return exit_code(report);
}

}  // namespace

void add_run(CLI::App& app, Lab& lab) {
  CLI::App* command =
      app.add_subcommand("run", "run experiments and judge them");
  const auto words = std::make_shared<Words>();
  words->options.jobs = int(std::max(1u, std::thread::hardware_concurrency()));
  add_names(command, words->names);
  add_format(command, *words);
  command
      ->add_option("--record", words->record,
                   "also save all that was seen, for judge, diff, matrix "
                   "and report")
      ->option_text("FILE");
  command->add_flag("--trace", words->options.traced,
                    "note births and deaths as well, unless that changes what "
                    "is seen");
  command
      ->add_option("--jobs", words->options.jobs,
                   "how many at the same time; the processors if not given")
      ->check(CLI::Range(1, 1024))
      ->option_text("N");
  command->add_option("--repeat", words->options.repeat, "run each N times")
      ->check(CLI::Range(1, 1'000'000))
      ->option_text("N");
  command
      ->add_option("--shuffle", words->options.shuffle,
                   "in a random order that this number decides")
      ->option_text("SEED");
  command
      ->add_option("--timeout", words->timeout_s,
                   "seconds for each experiment; 10 if not given")
      ->check(CLI::Range(0.001, 86'400.0))
      ->check([](const std::string& seconds) -> std::string {
        return std::isnan(std::strtod(seconds.c_str(), nullptr))
                   ? seconds + " is no number"
                   : "";
      })
      ->option_text("S");
  command
      ->add_option("--cell", words->cell,
                   "the cell: root, user (behind a user namespace), none "
                   "(bare: how many processes it makes is not limited), or "
                   "auto")
      ->check(CLI::IsMember({"auto", "root", "user", "none"}))
      ->option_text("KIND");
  command->callback(
      [words, &lab] { lab.exit_code = run(find_suite(lab), *words); });
}

void add_judge(CLI::App& app, Lab& lab) {
  CLI::App* command = app.add_subcommand("judge", "judge a record again");
  const auto words = std::make_shared<Words>();
  command->add_option("record", words->record, "what run --record saved")
      ->required()
      ->option_text("RECORD");
  add_names(command, words->names);
  add_format(command, *words);
  command->callback([words, &lab] {
    const Suite suite = find_suite(lab);
    const Report report = read_report(suite, words->names, words->record);
    write_stdout(render(report, words->format));
    lab.exit_code = exit_code(report);
  });
}

}  // namespace pidlab
