// A report without results is a column of "?": the kernel has no record.
#include "harness/report/matrix.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/report/compare.h"
#include "harness/report/fold.h"

namespace pidlab {
namespace {

// Of the JSON. It increases when a key is removed or changes its meaning.
constexpr int matrix_version = 1;

std::vector<std::string> cells(const Experiment& experiment,
                               const std::vector<Report>& reports) {
  std::vector<std::string> texts;
  for (const Report& report : reports) {
    texts.push_back(is_missing(report)
                        ? "?"
                        : verdict_by_era(result_of(report, experiment)));
  }
  return texts;
}

bool is_plain(const std::vector<std::string>& texts) {
  return std::ranges::all_of(texts, [](const std::string& text) {
    return text == "PASS" || text == "?";
  });
}

std::string summary(const Report& report) {
  if (is_missing(report)) return report.header.stopped;
  return fmt::format("{} passed, {} failed, {} broken, {} skipped{}",
                     report.count(Verdict::pass), report.count(Verdict::fail),
                     report.count(Verdict::broken), report.count(Verdict::skip),
                     report.header.stopped.empty()
                         ? ""
                         : fmt::format(", {}: {}", early_end(report.header),
                                       missing_runs(report.header)));
}

std::string kernel_name(const Report& report) {
  if (is_missing(report)) return "no record";
  return fmt::format("{} {}", report.header.kernel.release,
                     report.header.kernel.machine);
}

// The name of a column.
std::string label(const Report& report) {
  return report.alike.empty() ? report.header.name
                              : fmt::format("{} records", count_of(report));
}

// How the outliers differ, by column.
std::string how_they_differ(const std::vector<Report>& reports,
                            const std::string& bullet) {
  const auto some = outliers(reports);
  if (some.empty()) return "";
  const Report& common = most_common(reports);
  std::string out = count_in_words(some, reports) + ":\n";
  for (const auto& [report, differs_in] : some) {
    std::vector<std::string> changes;
    for (const Experiment* experiment : differs_in) {
      if (changes.size() == 5) {
        changes.push_back(
            fmt::format("and {} more", differs_in.size() - changes.size()));
        break;
      }
      changes.push_back(fmt::format("{} is {}", experiment->full_name(),
                                    change(*experiment, common, *report)));
    }
    if (is_missing(*report)) changes = {summary(*report)};
    out += fmt::format("{}{}: {}: {}\n", bullet, report - reports.data() + 1,
                       names_of(*report), fmt::join(changes, "; "));
  }
  return out + "\n";
}

std::string reason_of(const Result* result) {
  return result ? result->judgment.reason : "";
}

// An entry of the list. A SKIP has only its need, which many experiments share.
std::string entry(const Result& result) {
  const auto& [verdict, reason, compared, era] = result.judgment;
  return verdict == Verdict::skip
             ? gist(reason)
             : fmt::format("{}: {}", result.experiment->full_name(), reason);
}

// The reasons of all results other than PASS, with their columns.
std::string reasons(const std::vector<Report>& reports,
                    const std::string& bullet) {
  std::string out;
  for (const Verdict verdict :
       {Verdict::fail, Verdict::broken, Verdict::skip}) {
    std::map<std::string, std::set<std::size_t>> columns;
    for (std::size_t i = 0; i < reports.size(); ++i) {
      for (const Result& result : reports[i].results) {
        if (result.judgment.verdict != verdict) continue;
        columns[entry(result)].insert(i + 1);
      }
    }
    if (columns.empty()) continue;
    out += fmt::format("\n{} by reason and column:\n", to_string(verdict));
    for (const auto& [reason, where] : columns) {
      out += fmt::format("{}{}: {}\n", bullet, reason, fmt::join(where, " "));
    }
  }
  return out;
}

}  // namespace

std::string matrix_text(const std::vector<Report>& reports,
                        const Style& style) {
  std::string out = how_they_differ(reports, "  ");
  std::size_t longest = 0;
  for (const Report& report : reports) {
    longest = std::max(longest, label(report).size());
  }
  for (std::size_t i = 0; i < reports.size(); ++i) {
    out += fmt::format("{:>2}  {:<{}}  {:<32} {}\n", i + 1, label(reports[i]),
                       longest, kernel_name(reports[i]), summary(reports[i]));
  }
  constexpr int column = 11;
  const int room = style.width.value_or(120) - column * int(reports.size());
  const auto name_width = std::size_t(std::max(room, 24));
  out += fmt::format("\n{:<{}}", "", name_width);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    out += fmt::format("{:<{}}", i + 1, column);
  }
  out.erase(out.find_last_not_of(' ') + 1);
  out += '\n';
  std::size_t plain = 0;
  std::string chapter;
  for (const Experiment* experiment : experiments_of(reports)) {
    const auto texts = cells(*experiment, reports);
    if (is_plain(texts)) {
      ++plain;
      continue;
    }
    if (experiment->chapter != chapter) {
      chapter = experiment->chapter;
      out += chapter + "\n";
    }
    std::string name = "  " + experiment->name;
    if (name.size() >= name_width)
      name = name.substr(0, name_width - 4) + "...";
    out += fmt::format("{:<{}}", name, name_width);
    for (const std::string& text : texts) {
      out += fmt::format("{:<{}}", text, column);
    }
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  }
  return out + fmt::format("{} more PASS everywhere.\n", plain) +
         reasons(reports, "  ");
}

std::string matrix_markdown(const std::vector<Report>& reports) {
  std::string out = how_they_differ(reports, "- ") + "| experiment |";
  std::string line = "|---|";
  std::string missing;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const Report& report = reports[i];
    out +=
        fmt::format(" {}: {} {} |", i + 1, label(report), kernel_name(report));
    line += "---|";
    if (!is_missing(report)) continue;
    missing += fmt::format("\n{}: {}\n", report.header.name, summary(report));
  }
  out += "\n" + line + "\n";
  for (const Experiment* experiment : experiments_of(reports)) {
    out += fmt::format("| {} | {} |\n", experiment->full_name(),
                       fmt::join(cells(*experiment, reports), " | "));
  }
  return out + missing + reasons(reports, "- ");
}

std::string matrix_json(const std::vector<Report>& reports) {
  using Json = nlohmann::ordered_json;
  Json kernels = Json::array();
  for (const Report& report : reports) {
    Json names = report.alike;
    names.insert(names.begin(), report.header.name);
    kernels.push_back({{"name", report.header.name},
                       {"records", names},
                       {"release", report.header.kernel.release},
                       {"machine", report.header.kernel.machine},
                       {"taken", report.header.taken},
                       {"stopped", report.header.stopped}});
  }
  Json experiments = Json::array();
  for (const Experiment* experiment : experiments_of(reports)) {
    Json verdicts = Json::array();
    for (const Report& report : reports) {
      const Result* result = result_of(report, *experiment);
      verdicts.push_back(
          {{"cell", verdict_by_era(result)}, {"reason", reason_of(result)}});
    }
    experiments.push_back({{"chapter", experiment->chapter},
                           {"name", experiment->name},
                           {"verdicts", verdicts}});
  }
  return Json{{"pidlab_matrix", matrix_version},
              {"kernels", kernels},
              {"experiments", experiments}}
             .dump(1) +
         "\n";
}

}  // namespace pidlab
