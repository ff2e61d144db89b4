// report: writes a page for browsers, or a score.
#include <memory>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/commands/command.h"
#include "harness/report/page/page.h"
#include "harness/report/score.h"

namespace pidlab {
namespace {

struct ReportArguments {
  std::vector<std::string> records;
  std::vector<std::string> plots;
  std::string html;
  bool course = false;
  bool score = false;
  std::string against, known;
};

CourseText surroundings(const Lab& lab, const Suite& suite) {
  return {.chapters = parse_syllabus(syllabus_text(lab)),
          .symptoms = find_symptoms(lab, suite),
          .plots = {},
          .exercises = exercises(),
          .coverage = find_coverage(lab, suite)};
}

ExitCode report(Lab& lab, const ReportArguments& options) {
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

ExitCode print_score(const Lab& lab, const ReportArguments& options) {
  const Suite suite = find_suite(lab);
  KnownDifferences known;
  if (!options.known.empty()) {
    known = parse_known(read_file(options.known), options.known, suite);
  }
  const Report report = read_report(lab, suite, {}, options.records.front());
  const auto against = Version::parse(options.against);
  const Score sheet =
      score(report, against.value_or(report.header.kernel.version), known,
            terminal_style());
  write_stdout(sheet.text);
  return sheet.exit_code;
}

void add_score_options(CLI::App* command, ReportArguments& options) {
  command->add_flag("--score", options.score,
                    "print how many behaviors of Linux the kernel of one "
                    "RECORD has, and which differ");
  command
      ->add_option("--against", options.against,
                   "compare with Linux VERSION (default: that of the record)")
      ->check(expecting("a kernel version such as 6.12",
                        CLI::Validator(
                            [](const std::string& text) {
                              return Version::parse(text) ? "" : "no version";
                            },
                            "")))
      ->option_text("VERSION");
  command
      ->add_option("--known", options.known,
                   "a TOML file of known differences: only other differences "
                   "make the exit code 1 or 99")
      ->option_text("FILE");
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
  add_score_options(command, *options);
  command->callback([options, &lab] {
    const auto& [records, plots, html, course, score, against, known] =
        *options;
    if (score) {
      if (records.size() != 1 || !plots.empty() || !html.empty() || course) {
        throw BadInput(
            "report: expected --score with one RECORD, and without --html, "
            "--plot and --course");
      }
      lab.exit_code = print_score(lab, *options);
      return;
    }
    if (!against.empty() || !known.empty()) {
      throw BadInput("report: expected --against and --known with --score");
    }
    if (html.empty()) throw BadInput("report: expected --html FILE or --score");
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
