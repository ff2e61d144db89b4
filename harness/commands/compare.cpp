// diff and matrix: what differs between records.
#include "harness/report/compare.h"

#include <memory>

#include "harness/commands/command.h"
#include "harness/output.h"
#include "harness/session.h"

namespace pidlab {
namespace {

std::vector<Report> read_reports(const Suite& suite,
                                 const std::vector<std::string>& files) {
  std::vector<Report> reports;
  for (const std::string& file : files) {
    reports.push_back(
        judge_record(select(suite, {}), read_record(read_file(file), file)));
  }
  return reports;
}

CLI::Option* add_records(CLI::App* command, std::vector<std::string>& files) {
  return command->add_option("records", files, "what run --record saved")
      ->required();
}

// A FAIL counts more than what could not be judged.
int worst_exit_code(const std::vector<Report>& reports) {
  int worst = 0;
  for (const Report& report : reports) {
    const int code = exit_code(report);
    if (code == 1 || (code == 99 && worst != 1)) worst = code;
  }
  return worst;
}

}  // namespace

void add_diff(CLI::App& app, Lab& lab) {
  CLI::App* command =
      app.add_subcommand("diff", "what is different between two records");
  const auto files = std::make_shared<std::vector<std::string>>();
  add_records(command, *files)->expected(2)->option_text("A B");
  command->callback([files, &lab] {
    const Suite suite = find_suite(lab);
    const auto reports = read_reports(suite, *files);
    const std::string text = differences(reports.at(0), reports.at(1));
    write_stdout(text.empty() ? "Nothing is different.\n" : text);
    lab.exit_code = text.empty() ? 0 : 1;
  });
}

void add_matrix(CLI::App& app, Lab& lab) {
  struct Words {
    std::vector<std::string> records;
    std::string format;
  };
  CLI::App* command = app.add_subcommand(
      "matrix", "behaviour by kernel, from records of several");
  const auto words = std::make_shared<Words>();
  add_records(command, words->records)->option_text("RECORD...");
  command
      ->add_option("--format", words->format,
                   "text, markdown, json or html; text if not given")
      ->check(CLI::IsMember({"text", "markdown", "json", "html"}))
      ->option_text("FORMAT");
  command->callback([words, &lab] {
    const Suite suite = find_suite(lab);
    const auto reports = read_reports(suite, words->records);
    const std::string& format = words->format;
    write_stdout(format == "markdown" ? matrix_markdown(reports)
                 : format == "json"   ? matrix_json(reports)
                 : format == "html"   ? matrix_html(reports)
                                      : matrix_text(reports, terminal_style()));
    lab.exit_code = worst_exit_code(reports);
  });
}

}  // namespace pidlab
