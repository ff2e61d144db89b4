#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/exit_code.h"
#include "harness/report/report.h"
#include "harness/suite/coverage.h"
#include "harness/suite/suite.h"
#include "harness/suite/symptoms.h"

namespace pidlab {

/// What all commands share.
struct Lab {
  std::string version;     ///< of this program
  std::string folder;      ///< of the suite, or "": the one of this program
  std::string exit_codes;  ///< whose convention they follow, or "": ours
  ExitCode exit_code = ExitCode::pass;  ///< of the command that ran, in ours
  bool has_bad_record = false;  ///< one of several cannot be judged: whatever
                                ///< the others show, the input is bad
};

// Each adds one command, which runs when the command line has been parsed.
void add_list(CLI::App&, Lab&);
void add_run(CLI::App&, Lab&);
void add_show(CLI::App&, Lab&);
void add_why(CLI::App&, Lab&);
void add_watch(CLI::App&, Lab&);
void add_judge(CLI::App&, Lab&);
void add_diff(CLI::App&, Lab&);
void add_matrix(CLI::App&, Lab&);
void add_report(CLI::App&, Lab&);
void add_doctor(CLI::App&, Lab&);
void add_ns(CLI::App&, Lab&);
void add_diagnose(CLI::App&, Lab&);
void add_predict(CLI::App&, Lab&);
void add_exercise(CLI::App&, Lab&);
void add_check(CLI::App&, Lab&);
void add_join(CLI::App&, Lab&);
void add_coverage(CLI::App&, Lab&);
void add_errata(CLI::App&, Lab&);

/// The suite of this lab. Throws BadInput for a bad one.
Suite find_suite(const Lab&);

/// The folder of the suite; "" if the suite is inside this program.
std::string suite_folder(const Lab&);

/// The syllabus of this lab: the text of experiments/README.md; "" for a plain
/// suite.
std::string syllabus_text(const Lab&);

/// The troubleshooting index of this lab. Throws BadInput for a bad one.
std::vector<Symptom> find_symptoms(const Lab&, const Suite&);

/// What this suite covers, with the functions that experiments name; nothing if
/// the suite does not say it. Throws BadInput for a bad one.
std::optional<Coverage> find_coverage(const Lab&, const Suite&);

/// Judges a record that run --record saved, for the experiments that the names
/// select. Prints to standard error which ones are not in the suite. Throws
/// BadInput if none is left.
Report read_report(const Lab&, const Suite&,
                   const std::vector<std::string>& names,
                   const std::string& file);

/// The reports of several records, for all experiments. A folder is for all
/// files in it, at any depth, that end in .json. Those that show the same are
/// one report, see report/fold.h. One that cannot be judged is named on
/// standard error, and has a report without results; throws BadInput if no
/// other is left.
std::vector<Report> read_reports(Lab&, const Suite&,
                                 const std::vector<std::string>& files);

/// The exit code of the worst of them: a FAIL is worse than a BROKEN.
ExitCode worst_exit_code(const std::vector<Report>&);

/// Whether the terminal has no cursor movement and no color (TERM=dumb, or
/// unset).
bool is_terminal_dumb();

/// The width and colors of standard output, if it is a terminal; see NO_COLOR.
Style terminal_style();

/// The names of experiments as arguments: optional (default: all), or required.
void add_names(CLI::App*, std::vector<std::string>&);
void add_required_names(CLI::App*, std::vector<std::string>&);

/// --format text, markdown or json.
void add_document_format(CLI::App*, std::string&);

/// Records as arguments.
CLI::Option* add_records(CLI::App*, std::vector<std::string>&);

/// The same check, with a message in our words: "expected WHAT, got VALUE".
CLI::Validator expecting(const std::string& what, const CLI::Validator& check);

}  // namespace pidlab
