// report: writes a page for browsers.
#include <memory>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/commands/command.h"
#include "harness/report/page/page.h"

namespace pidlab {
namespace {

struct ReportArguments {
  std::vector<std::string> records;
  std::vector<std::string> plots;
  std::string html;
  bool course = false;
};

CourseText surroundings(const Lab& lab, const Suite& suite) {
  return {.chapters = parse_syllabus(syllabus_text(lab)),
          .symptoms = find_symptoms(lab, suite),
          .plots = {},
          .exercises = exercises()};
}

ExitCode report(const Lab& lab, const ReportArguments& options) {
  const Suite suite = find_suite(lab);
  CourseText around = surroundings(lab, suite);
  if (options.course) {
    write_file(options.html, course_page(suite, around));
    return ExitCode::pass;
  }
  for (const std::string& file : options.plots) {
    around.plots.push_back(read_plot(file));
  }
  const auto reports = read_reports(lab, suite, options.records);
  write_file(options.html, report_page(reports, around));
  return worst_exit_code(reports);
}

}  // namespace

void add_report(CLI::App& app, Lab& lab) {
  CLI::App* command = app.add_subcommand(
      "report", "write a page for browsers: what was observed, and why");
  const auto options = std::make_shared<ReportArguments>();
  add_records(command, options->records);
  command->add_option("--html", options->html, "write the page to FILE")
      ->option_text("FILE");
  command
      ->add_option("--plot", options->plots,
                   "add an SVG file to the page; may be repeated")
      ->option_text("FILE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_flag("--course", options->course,
                    "write the course instead, without a record or a plot");
  command->callback([options, &lab] {
    const auto& [records, plots, html, course] = *options;
    if (html.empty()) throw BadInput("report: expected --html FILE");
    if (records.empty() && !course) {
      throw BadInput(
          "report: expected --course, or a RECORD, which run --record saves");
    }
    if (course && !(records.empty() && plots.empty())) {
      throw BadInput("report: expected --course without a RECORD or --plot");
    }
    lab.exit_code = report(lab, *options);
  });
}

}  // namespace pidlab
