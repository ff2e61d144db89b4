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
#include <set>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/base/this_program.h"
#include "harness/commands/renames.h"
#include "harness/judge/run_and_judge.h"
#include "harness/report/compare.h"
#include "harness/report/fold.h"
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

/// What reading a record needs.
struct Reading {
  std::vector<const Experiment*> selected;
  std::set<std::string> known;  // the names of all experiments
  Renames renames;
  std::set<std::string> told = {};  // what standard error already has
};

Reading prepare_reading(const Lab& lab, const Suite& suite,
                        const std::vector<std::string>& names) {
  Reading reading{.selected = select(suite, names),
                  .known = {},
                  .renames = find_renames(lab)};
  for (const Experiment& experiment : suite) {
    reading.known.insert(experiment.full_name());
  }
  return reading;
}

Report report_of(Reading& reading, const std::string& file) {
  Record record = read_record(read_file(file), file);
  rename(record, reading.renames);
  std::vector<std::string> unknown;
  for (const Run& run : record.runs) {
    const std::string name = run.chapter + "/" + run.name;
    if (!reading.known.contains(name)) {
      unknown.push_back(to_string(Value(name)));
    }
  }
  const bool foreign = !unknown.empty() && unknown.size() == record.runs.size();
  Report report = judge_record(reading.selected, std::move(record));
  report.header.name = std::filesystem::path(file).stem();
  if (report.results.empty() && report.header.stopped.empty()) {
    throw BadInput(fmt::format(
        "{}: {}", file,
        foreign ? "this suite has none of the record's experiments: give the "
                  "suite of the record with --suite DIR"
                : "the record has no run of the selected experiments"));
  }
  // A record of a newer pidlab may have more experiments. All records of a
  // fleet may have them: one message is enough.
  if (!unknown.empty() &&
      reading.told.insert(fmt::to_string(fmt::join(unknown, " "))).second) {
    std::cerr << fmt::format(
        "pidlab: {}: not judged, because this suite does not have them: {}\n",
        file, fmt::join(unknown, " "));
  }
  return report;
}

// A node whose record is damaged is a finding: it does not hide the others.
// Its report is without results. Returns whether the record can be judged.
bool add_report(Reading& reading, const std::string& file,
                const std::string& name, Fold& fold) {
  Report report;
  bool judged = true;
  try {
    report = report_of(reading, file);
  } catch (const BadInput& error) {
    std::cerr << fmt::format("pidlab: {}\n", error.what());
    report.header.stopped = "the record cannot be judged";
    judged = false;
  }
  report.header.name = name;
  fold.add(std::move(report));
  return judged;
}

void read_folder(Reading& reading, const std::string& folder, Fold& fold) {
  namespace fs = std::filesystem;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".json") {
      files.push_back(entry.path());
    }
  }
  if (files.empty()) {
    throw BadInput(
        fmt::format("{}: the folder has no file that ends in .json", folder));
  }
  std::ranges::sort(files);
  for (const fs::path& file : files) {
    add_report(reading, file,
               file.lexically_relative(folder).replace_extension(), fold);
  }
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
  Reading reading = prepare_reading(lab, suite, names);
  return report_of(reading, file);
}

std::vector<Report> read_reports(Lab& lab, const Suite& suite,
                                 const std::vector<std::string>& files) {
  namespace fs = std::filesystem;
  Reading reading = prepare_reading(lab, suite, {});
  Fold fold;
  for (const std::string& file : files) {
    if (fs::is_directory(file)) {
      read_folder(reading, file, fold);
    } else if (files.size() == 1) {
      fold.add(report_of(reading, file));
    } else if (!add_report(reading, file, fs::path(file).stem(), fold)) {
      lab.has_bad_record = true;
    }
  }
  std::vector<Report> reports = std::move(fold).reports();
  if (lab.has_bad_record && std::ranges::all_of(reports, is_missing)) {
    throw BadInput("none of the records can be judged");
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

CLI::Option* add_records(CLI::App* command, std::vector<std::string>& files) {
  return command
      ->add_option("records", files,
                   "a record that run --record saved, or a folder of records")
      ->option_text("RECORD...");
}

CLI::Validator expecting(const std::string& what, const CLI::Validator& check) {
  return CLI::Validator(check).operation([=](std::string& value) {
    return check(value).empty()
               ? ""
               : fmt::format("expected {}, got {}", what, value);
  });
}

}  // namespace pidlab
