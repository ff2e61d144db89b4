// diff and matrix: compare records, which may be those of a fleet.
#include <fmt/format.h>

#include <memory>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/commands/command.h"
#include "harness/report/diff.h"
#include "harness/report/matrix.h"

namespace pidlab {
namespace {

// A report without results, from NAME=WHY.
Report missing_report(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == text.npos) {
    throw BadInput(fmt::format("--missing: expected NAME=WHY, got {}", text));
  }
  Report report;
  report.header.name = text.substr(0, equals);
  report.header.stopped = text.substr(equals + 1);
  return report;
}

}  // namespace

void add_diff(CLI::App& app, Lab& lab) {
  CLI::App* command =
      app.add_subcommand("diff", "show what differs from a record");
  const auto reference = std::make_shared<std::string>();
  const auto files = std::make_shared<std::vector<std::string>>();
  command
      ->add_option("reference", *reference,
                   "the record that the others are compared with")
      ->required()
      ->option_text("REFERENCE");
  add_records(command, *files)->required();
  command->callback([reference, files, &lab] {
    const Suite suite = find_suite(lab);
    const std::string text =
        differences(read_report(lab, suite, {}, *reference),
                    read_reports(lab, suite, *files));
    write_stdout(text.empty() ? "The records do not differ.\n" : text);
    lab.exit_code = text.empty() ? ExitCode::pass : ExitCode::fail;
  });
}

void add_matrix(CLI::App& app, Lab& lab) {
  struct MatrixArguments {
    std::vector<std::string> records, missing;
    std::string format;
  };
  CLI::App* command = app.add_subcommand(
      "matrix", "show verdicts by kernel, from records of several kernels");
  const auto options = std::make_shared<MatrixArguments>();
  add_records(command, options->records)->required();
  add_document_format(command, options->format);
  command
      ->add_option(
          "--missing", options->missing,
          "add a column for the kernel NAME, which has no record; WHY says "
          "what happened; may be repeated")
      ->allow_extra_args(false)
      ->option_text("NAME=WHY");
  command->callback([options, &lab] {
    const Suite suite = find_suite(lab);
    auto reports = read_reports(lab, suite, options->records);
    lab.exit_code = worst_exit_code(reports);
    for (const std::string& missing : options->missing) {
      reports.push_back(missing_report(missing));
      if (lab.exit_code == ExitCode::pass) lab.exit_code = ExitCode::broken;
    }
    const std::string& format = options->format;
    write_stdout(format == "markdown" ? matrix_markdown(reports)
                 : format == "json"   ? matrix_json(reports)
                                      : matrix_text(reports, terminal_style()));
  });
}

}  // namespace pidlab
