// The pidlab command line.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <thread>

#include "harness/bad_input.h"
#include "harness/describe.h"
#include "harness/doctor.h"
#include "harness/embedded.h"
#include "harness/machine.h"
#include "harness/nearest.h"
#include "harness/ns.h"
#include "harness/output.h"
#include "harness/report/compare.h"
#include "harness/report/report.h"
#include "harness/session.h"

namespace {

using namespace pidlab;

constexpr int bad_input = 2;

struct Arguments {
  std::string suite;
  std::vector<std::string> names;
  std::string format;
  std::string record;  // to write, or to judge
  std::string cell = "auto";
  double timeout_s = 10;
  unsigned shuffle = 0;
  Plan plan;
  bool json = false;
  std::string ns;                    // a PID or a path
  std::vector<std::string> records;  // to compare
};

std::string path_of_this_program() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? reinterpret_cast<const char*>(getauxval(AT_EXECFN))
               : self.string();
}

Suite find_suite(const std::string& wanted) {
  if (!wanted.empty()) return read_suite(wanted);
  const std::string self = path_of_this_program();
  if (!embedded().empty()) return embedded_suite(self);
  return read_suite(self.substr(0, self.rfind('/') + 1) + ".");
}

Style terminal_style() {
  winsize size{};
  const bool terminal = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = !term || std::strcmp(term, "dumb") == 0;
  return {.color = terminal && !dumb && !(no_color && *no_color),
          .width = terminal && size.ws_col ? std::optional<int>(size.ws_col)
                                           : std::nullopt};
}

std::string render(const Report& report, std::string format) {
  if (format.empty()) format = isatty(STDOUT_FILENO) ? "pretty" : "ktap";
  if (format == "ktap") return ktap(report);
  if (format == "junit") return junit(report);
  if (format == "json") return json(report);
  return pretty(report, terminal_style());
}

std::vector<const Experiment*> chosen(const Suite& suite,
                                      const Arguments& arguments) {
  return select(suite, arguments.names);
}

int run(const Suite& suite, Arguments& arguments, bool shuffled) {
  Plan& plan = arguments.plan;
  for (const CellKind kind : {CellKind::root, CellKind::user, CellKind::none}) {
    if (to_string(kind) == arguments.cell) plan.cell = kind;
  }
  if (shuffled) plan.shuffle = arguments.shuffle;
  plan.timeout =
      std::chrono::milliseconds(std::int64_t(arguments.timeout_s * 1000));
  const bool progress = isatty(STDERR_FILENO);
  if (progress) {
    plan.progress = [](std::size_t ended, std::size_t of) {
      std::fprintf(stderr, "\r%zu of %zu\033[K", ended, of);
    };
  }
  const auto experiments = chosen(suite, arguments);
  // A long run must not end in a record that cannot be written.
  if (!arguments.record.empty()) check_writable(arguments.record);

  int stopped_by = 0;
  const Report report = conduct(experiments, plan, stopped_by);
  if (progress) std::fputs("\r\033[K", stderr);
  if (!arguments.record.empty()) write_file(arguments.record, json(report));
  write_stdout(render(report, arguments.format));
  return stopped_by ? 128 + stopped_by : exit_code(report);
}

int judge_file(const Suite& suite, const Arguments& arguments) {
  const std::string& file = arguments.record;
  const Report report = judge_record(chosen(suite, arguments),
                                     read_record(read_file(file), file));
  write_stdout(render(report, arguments.format));
  return exit_code(report);
}

std::string ns(const std::string& what, bool all, bool owner, bool parent) {
  if (all) return ns_all();
  if (what.empty() && !owner && !parent) return ns_tree();
  const bool is_pid = !what.empty() && what.size() < 10 &&
                      what.find_first_not_of("0123456789") == what.npos;
  const std::string path = is_pid         ? "/proc/" + what + "/ns/pid"
                           : what.empty() ? "/proc/self/ns/pid"
                                          : what;
  if (owner) return ns_owner(path);
  if (parent) return ns_parent(path);
  return is_pid ? ns_of_process(std::stoi(what)) : ns_of_file(path);
}

std::vector<Report> read_reports(const Suite& suite,
                                 const std::vector<std::string>& files) {
  std::vector<Report> reports;
  for (const std::string& file : files) {
    reports.push_back(
        judge_record(select(suite, {}), read_record(read_file(file), file)));
  }
  return reports;
}

int diff(const Suite& suite, const Arguments& arguments) {
  const auto reports = read_reports(suite, arguments.records);
  const std::string text = differences(reports.at(0), reports.at(1));
  write_stdout(text.empty() ? "Nothing is different.\n" : text);
  return text.empty() ? 0 : 1;
}

int matrix(const Suite& suite, const Arguments& arguments) {
  const auto reports = read_reports(suite, arguments.records);
  const std::string& format = arguments.format;
  write_stdout(format == "markdown" ? matrix_markdown(reports)
               : format == "json"   ? matrix_json(reports)
               : format == "html"   ? matrix_html(reports)
                                    : matrix_text(reports, terminal_style()));
  int worst = 0;
  for (const Report& report : reports) {
    const int code = exit_code(report);
    if (code == 1 || (code == 99 && worst != 1)) worst = code;
  }
  return worst;
}

void add_names(CLI::App* command, Arguments& arguments) {
  command->add_option("name", arguments.names,
                      "experiments: NAME, CHAPTER, CHAPTER/NAME or a glob; all "
                      "if none is given");
}

void add_format(CLI::App* command, Arguments& arguments) {
  command
      ->add_option("--format", arguments.format,
                   "pretty (on a terminal), ktap (into a pipe), junit, json")
      ->check(CLI::IsMember({"pretty", "ktap", "junit", "json"}))
      ->option_text("FORMAT");
}

int main_(std::vector<std::string> words) {
  Arguments arguments;
  arguments.plan.jobs = int(std::max(1u, std::thread::hardware_concurrency()));

  CLI::App app(
      "pidlab: what Linux does with PID namespaces, experiment by "
      "experiment");
  app.set_version_flag("--version", "pidlab " PIDLAB_VERSION);
  app.add_option("--suite", arguments.suite,
                 "folder of the suite, if not the one of this program")
      ->option_text("DIR");
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  pidlab run                        run everything here, now\n"
      "  pidlab run init 'setns_*'         a chapter, and what matches\n"
      "  pidlab run --format junit > report.xml\n"
      "  pidlab run --record seen.json; pidlab judge seen.json\n"
      "  pidlab show setns_does_not_move_caller\n"
      "Exit: 0 all passed, 1 something FAILed, 2 bad input, 77 all SKIPped,\n"
      "99 something is BROKEN, 128+N stopped by signal N.");

  CLI::App* list =
      app.add_subcommand("list", "the experiments and their claims");
  add_names(list, arguments);
  list->add_flag("--json", arguments.json, "for programs, with all ids");

  CLI::App* run_ = app.add_subcommand("run", "run experiments and judge them");
  add_names(run_, arguments);
  add_format(run_, arguments);
  run_->add_option("--record", arguments.record,
                   "also save all that was seen, for pidlab judge")
      ->option_text("FILE");
  run_->add_option("--jobs", arguments.plan.jobs,
                   "how many at the same time; the processors if not given")
      ->check(CLI::Range(1, 1024))
      ->option_text("N");
  run_->add_option("--repeat", arguments.plan.repeat, "run each N times")
      ->check(CLI::Range(1, 1'000'000))
      ->option_text("N");
  CLI::Option* shuffle =
      run_->add_option("--shuffle", arguments.shuffle,
                       "in a random order that this number decides")
          ->option_text("SEED");
  run_->add_option("--timeout", arguments.timeout_s,
                   "seconds for each experiment; 10 if not given")
      ->check(CLI::Range(0.001, 86'400.0))
      ->option_text("S");
  run_->add_option(
          "--cell", arguments.cell,
          "the box: root, user (behind a user namespace), none (bare), "
          "or auto")
      ->check(CLI::IsMember({"auto", "root", "user", "none"}))
      ->option_text("KIND");

  CLI::App* show_ = app.add_subcommand("show", "all about one experiment");
  add_names(show_, arguments);
  show_->get_option("name")->required();

  CLI::App* judge_ = app.add_subcommand("judge", "judge a record again");
  judge_->add_option("record", arguments.record, "what run --record saved")
      ->required()
      ->option_text("RECORD");
  add_names(judge_, arguments);
  add_format(judge_, arguments);

  CLI::App* diff_ =
      app.add_subcommand("diff", "what is different between two records");
  diff_->add_option("records", arguments.records, "what run --record saved")
      ->required()
      ->expected(2)
      ->option_text("A B");

  CLI::App* matrix_ = app.add_subcommand(
      "matrix", "behaviour by kernel, from records of several");
  matrix_->add_option("records", arguments.records, "what run --record saved")
      ->required()
      ->option_text("RECORD...");
  matrix_
      ->add_option("--format", arguments.format,
                   "text, markdown, json or html; text if not given")
      ->check(CLI::IsMember({"text", "markdown", "json", "html"}))
      ->option_text("FORMAT");

  CLI::App* doctor_ =
      app.add_subcommand("doctor", "what can be run here, and what to change");

  CLI::App* ns_ = app.add_subcommand(
      "ns", "the namespaces of this machine, of a process or behind a file");
  ns_->add_option("what", arguments.ns,
                  "a PID, or a path like /proc/PID/ns/pid; the tree of all PID "
                  "namespaces if not given");
  bool all = false, owner = false, parent = false;
  ns_->add_flag("--all", all,
                "every namespace that any task is in, a line each");
  ns_->add_flag("--owner", owner, "only the user namespace that owns it");
  ns_->add_flag("--parent", parent, "only its parent")->excludes("--owner");

  try {
    // CLI11 takes words from the back, without the program's name.
    app.name(words.at(0));
    app.parse(std::vector(words.rbegin(), words.rend() - 1));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    std::vector<std::string> commands;
    for (const CLI::App* command : app.get_subcommands({})) {
      commands.push_back(command->get_name());
    }
    const std::string word = words.size() > 1 ? words[1] : "";
    const bool unknown = !word.empty() && word[0] != '-' &&
                         std::ranges::count(commands, word) == 0;
    throw BadInput(unknown
                       ? fmt::format("there is no command \"{}\"{}; pidlab "
                                     "--help lists them",
                                     word, did_you_mean(word, commands))
                       : fmt::format("{}; see pidlab --help", error.what()));
  }

  if (*ns_) {
    write_stdout(ns(arguments.ns, all, owner, parent));
    return 0;
  }
  const Suite suite = find_suite(arguments.suite);
  if (*list) {
    const auto experiments = chosen(suite, arguments);
    write_stdout(arguments.json ? list_json(experiments)
                                : list_text(experiments));
  } else if (*run_) {
    return run(suite, arguments, shuffle->count() > 0);
  } else if (*show_) {
    for (const Experiment* experiment : chosen(suite, arguments)) {
      write_stdout(show(*experiment, terminal_style()));
    }
  } else if (*judge_) {
    return judge_file(suite, arguments);
  } else if (*diff_) {
    return diff(suite, arguments);
  } else if (*matrix_) {
    return matrix(suite, arguments);
  } else if (*doctor_) {
    write_stdout(doctor(chosen(suite, arguments)));
  }
  return 0;
}

int guarded_main(std::vector<std::string> words) {
  // With a standard stream closed, the next file opened would take its place.
  int fd;
  while ((fd = open("/dev/null", O_RDONLY)) >= 0 && fd <= STDERR_FILENO) {
  }
  close(fd);
  try {
    return main_(std::move(words));
  } catch (const BadInput& error) {
    std::cerr << "pidlab: " << error.what() << '\n';
    return bad_input;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string called = argc > 0 ? argv[0] : "";
  const auto name = std::string_view(called).substr(called.rfind('/') + 1);
  for (const Embedded& experiment : embedded()) {
    if (experiment.name == name) return experiment.main(argc, argv);
  }
  if (is_machine(argv[0])) be_machine(guarded_main);
  return guarded_main({argv, argv + argc});
}
