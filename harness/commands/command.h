#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "harness/base/exit_code.h"
#include "harness/report/report.h"
#include "harness/suite/suite.h"

namespace pidlab {

/// What all commands share.
struct Lab {
  std::string folder;  ///< of the suite, or "": the one of this program
  ExitCode exit_code = ExitCode::pass;  ///< of the command that ran
};

// Each adds one command, which runs when its words have been parsed.
void add_list(CLI::App&, Lab&);
void add_run(CLI::App&, Lab&);
void add_show(CLI::App&, Lab&);
void add_watch(CLI::App&, Lab&);
void add_judge(CLI::App&, Lab&);
void add_diff(CLI::App&, Lab&);
void add_matrix(CLI::App&, Lab&);
void add_report(CLI::App&, Lab&);
void add_doctor(CLI::App&, Lab&);
void add_ns(CLI::App&, Lab&);
void add_predict(CLI::App&, Lab&);
void add_exercise(CLI::App&, Lab&);
void add_check(CLI::App&, Lab&);
void add_join(CLI::App&, Lab&);

/// The suite of this lab. Throws BadInput for a bad one.
Suite find_suite(const Lab&);

/// Where the suite of this lab lies; "" if it is inside of this program.
std::string suite_folder(const Lab&);

/// The syllabus of this lab: the text of experiments/README.md.
std::string syllabus_text(const Lab&);

/// The report of what run --record saved, judged again, of the experiments that
/// the names select. Says on standard error which are not in the suite; throws
/// BadInput if nothing is left.
Report read_report(const Lab&, const Suite&,
                   const std::vector<std::string>& names,
                   const std::string& file);

/// The reports of several, of all experiments.
std::vector<Report> read_reports(const Lab&, const Suite&,
                                 const std::vector<std::string>& files);

/// The exit code of the worst of them: a FAIL is worse than a BROKEN.
ExitCode worst_exit_code(const std::vector<Report>&);

/// Whether the terminal only takes line after line, without color; see TERM.
bool is_terminal_dumb();

/// As the terminal of standard output has it, if it is one; see NO_COLOR.
Style terminal_style();

/// The experiments that a command takes: all if none is given, or at least one.
void add_names(CLI::App*, std::vector<std::string>&);
void add_required_names(CLI::App*, std::vector<std::string>&);

}  // namespace pidlab
