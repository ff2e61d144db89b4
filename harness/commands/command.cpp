// What several commands share: finding the suite, reading records, options.
#include "harness/commands/command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/base/this_program.h"
#include "harness/commands/renames.h"
#include "harness/judge/run_and_judge.h"
#include "harness/suite/embedded.h"
#include "harness/suite/plain_suite.h"

namespace pidlab {
namespace {

// The path of a text in a folder of a suite. A plain suite has no folders but
// its chapters.
std::string text_of(const std::string& folder, const std::string& part,
                    const std::string& name) {
  return folder + (is_plain_suite(folder) ? "/" : "/" + part + "/") + name;
}

Renames find_renames(const Lab& lab) {
  const std::string folder = suite_folder(lab);
  if (folder.empty()) {
    return parse_renames(embedded_renames, "expected/renamed.toml");
  }
  const std::string file = text_of(folder, "expected", "renamed.toml");
  if (!std::filesystem::exists(file)) return {};
  return parse_renames(read_file(file), file);
}

}  // namespace

std::string suite_folder(const Lab& lab) {
  if (!lab.folder.empty() || !embedded().empty()) return lab.folder;
  const std::string self = path_of_this_program();
  return self.substr(0, self.rfind('/') + 1) + ".";
}

Suite find_suite(const Lab& lab) {
  const std::string folder = suite_folder(lab);
  return folder.empty() ? embedded_suite(path_of_this_program())
                        : read_suite(folder);
}

std::string syllabus_text(const Lab& lab) {
  const std::string folder = suite_folder(lab);
  if (folder.empty()) return embedded_syllabus;
  return is_plain_suite(folder) ? "" : read_file(folder + "/source/README.md");
}

std::vector<Symptom> find_symptoms(const Lab& lab, const Suite& suite) {
  const std::string folder = suite_folder(lab);
  if (folder.empty()) {
    return parse_symptoms(embedded_symptoms, "experiments/symptoms.toml",
                          suite);
  }
  const std::string file = text_of(folder, "source", "symptoms.toml");
  if (is_plain_suite(folder) && !std::filesystem::exists(file)) return {};
  return parse_symptoms(read_file(file), file, suite);
}

std::optional<Coverage> find_coverage(const Lab& lab, const Suite& suite) {
  const std::string folder = suite_folder(lab);
  const auto read = [&](const std::string& name, const char* text) {
    const std::string file = "/coverage/" + name;
    return folder.empty() ? parse_sources(text, "experiments" + file, suite)
                          : parse_sources(read_file(folder + "/source" + file),
                                          folder + "/source" + file, suite);
  };
  if (!folder.empty() &&
      !std::filesystem::exists(folder + "/source/coverage")) {
    return std::nullopt;
  }
  Coverage coverage{.manual = read("manual.toml", embedded_manual),
                    .kernel = read("kernel.toml", embedded_kernel)};
  add_citations(coverage.kernel, suite);
  return coverage;
}

Report read_report(const Lab& lab, const Suite& suite,
                   const std::vector<std::string>& names,
                   const std::string& file) {
  Record record = read_record(read_file(file), file);
  rename(record, find_renames(lab));
  std::vector<std::string> unknown;
  for (const Run& run : record.runs) {
    const std::string name = run.chapter + "/" + run.name;
    if (!std::ranges::count(suite, name, &Experiment::full_name)) {
      unknown.push_back(to_string(Value(name)));
    }
  }
  Report report = judge_record(select(suite, names), std::move(record));
  if (report.results.empty() && report.header.stopped.empty()) {
    throw BadInput(fmt::format(
        "{}: the record has no run of the selected experiments", file));
  }
  // A record of a newer pidlab may have more experiments.
  if (!unknown.empty()) {
    std::cerr << fmt::format(
        "pidlab: {}: not judged, because this suite does not have them: {}\n",
        file, fmt::join(unknown, " "));
  }
  return report;
}

std::vector<Report> read_reports(const Lab& lab, const Suite& suite,
                                 const std::vector<std::string>& files) {
  std::vector<Report> reports;
  for (const std::string& file : files) {
    reports.push_back(read_report(lab, suite, {}, file));
    reports.back().header.name = std::filesystem::path(file).stem();
  }
  return reports;
}

ExitCode worst_exit_code(const std::vector<Report>& reports) {
  ExitCode worst = ExitCode::pass;
  for (const Report& report : reports) {
    const ExitCode code = exit_code(report);
    if (code == ExitCode::fail ||
        (code == ExitCode::broken && worst != ExitCode::fail)) {
      worst = code;
    }
  }
  return worst;
}

bool is_terminal_dumb() {
  const char* term = std::getenv("TERM");
  return !term || std::strcmp(term, "dumb") == 0;
}

Style terminal_style() {
  winsize size{};
  const bool terminal = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  const char* no_color = std::getenv("NO_COLOR");
  return {.color = terminal && !is_terminal_dumb() && !(no_color && *no_color),
          .width = terminal && size.ws_col ? std::optional<int>(size.ws_col)
                                           : std::nullopt};
}

void add_names(CLI::App* command, std::vector<std::string>& names) {
  command
      ->add_option("name", names,
                   "a name, a chapter, CHAPTER/NAME or a glob (default: all)")
      ->option_text("EXPERIMENT...");
}

void add_required_names(CLI::App* command, std::vector<std::string>& names) {
  command
      ->add_option("name", names, "a name, a chapter, CHAPTER/NAME or a glob")
      ->required()
      ->option_text("EXPERIMENT...");
}

void add_document_format(CLI::App* command, std::string& format) {
  command
      ->add_option("--format", format, "text, markdown or json (default: text)")
      ->check(expecting("text, markdown or json",
                        CLI::IsMember({"text", "markdown", "json"})))
      ->option_text("FORMAT");
}

CLI::Validator expecting(const std::string& what, const CLI::Validator& check) {
  return CLI::Validator(check).operation([=](std::string& value) {
    return check(value).empty()
               ? ""
               : fmt::format("expected {}, got {}", what, value);
  });
}

}  // namespace pidlab
