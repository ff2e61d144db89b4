#include "harness/report/compare.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace pidlab {
namespace {

const Result* find(const Report& report, const Experiment& experiment) {
  const auto found = std::ranges::find_if(
      report.results,
      [&](const Result& result) { return result.experiment == &experiment; });
  return found == report.results.end() ? nullptr : &*found;
}

// All experiments that any report knows, in the order of the suite: a report
// keeps that order, and all point into one suite.
std::vector<const Experiment*> rows(const std::vector<Report>& reports) {
  std::vector<const Experiment*> all;
  for (const Report& report : reports) {
    for (const Result& result : report.results) {
      all.push_back(result.experiment);
    }
  }
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

// "PASS", or "PASS <7.2" and "PASS 7.2" where kernels differ.
std::string cell(const Result* result) {
  if (!result) return "";
  const Judgement& judgement = result->judgement;
  std::string text = to_string(judgement.verdict);
  const auto& changed = result->experiment->expectation.changed;
  if (judgement.verdict == Verdict::pass && !changed.empty()) {
    text += judgement.era ? fmt::format(" {}", to_string(judgement.era->by))
                          : fmt::format(" <{}", to_string(changed.front().by));
  }
  return text;
}

std::vector<std::string> cells(const Experiment& experiment,
                               const std::vector<Report>& reports) {
  std::vector<std::string> texts;
  for (const Report& report : reports) {
    texts.push_back(cell(find(report, experiment)));
  }
  return texts;
}

bool is_plain(const std::vector<std::string>& texts) {
  return std::ranges::all_of(
      texts, [](const std::string& text) { return text == "PASS"; });
}

std::string summary(const Report& report) {
  return fmt::format("{} passed, {} failed, {} broken, {} skipped",
                     report.count(Verdict::pass), report.count(Verdict::fail),
                     report.count(Verdict::broken),
                     report.count(Verdict::skip));
}

std::string kernel_name(const Report& report) {
  return fmt::format("{} {}", report.record.kernel.release,
                     report.record.kernel.machine);
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string sentence(const std::string& text) {
  return text.ends_with('.') ? text : text + ".";
}

std::string reason_of(const Result* result) {
  return result ? result->judgement.reason : "";
}

}  // namespace

std::string matrix_text(const std::vector<Report>& reports,
                        const Style& style) {
  std::string out;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    out += fmt::format("{:>2}  {:<32} {}\n", i + 1, kernel_name(reports[i]),
                       summary(reports[i]));
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
  for (const Experiment* experiment : rows(reports)) {
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
  return out + fmt::format("{} more PASS everywhere.\n", plain);
}

std::string matrix_markdown(const std::vector<Report>& reports) {
  std::string out = "| experiment |";
  std::string line = "|---|";
  for (const Report& report : reports) {
    out += fmt::format(" {} |", kernel_name(report));
    line += "---|";
  }
  out += "\n" + line + "\n";
  for (const Experiment* experiment : rows(reports)) {
    out += fmt::format("| {} | {} |\n", experiment->full_name(),
                       fmt::join(cells(*experiment, reports), " | "));
  }
  return out;
}

std::string matrix_json(const std::vector<Report>& reports) {
  using Json = nlohmann::ordered_json;
  Json kernels = Json::array();
  for (const Report& report : reports) {
    kernels.push_back({{"release", report.record.kernel.release},
                       {"machine", report.record.kernel.machine},
                       {"taken", report.record.taken}});
  }
  Json experiments = Json::array();
  for (const Experiment* experiment : rows(reports)) {
    Json verdicts = Json::array();
    for (const Report& report : reports) {
      const Result* result = find(report, *experiment);
      verdicts.push_back(
          {{"cell", cell(result)}, {"reason", reason_of(result)}});
    }
    experiments.push_back({{"chapter", experiment->chapter},
                           {"name", experiment->name},
                           {"verdicts", verdicts}});
  }
  return Json{{"kernels", kernels}, {"experiments", experiments}}.dump(1) +
         "\n";
}

std::string matrix_html(const std::vector<Report>& reports) {
  std::string out = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>pidlab: behaviour by kernel</title>
<style>
body { font: 1rem/1.4 system-ui, sans-serif; margin: 1rem; }
div { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { padding: .2rem .6rem; text-align: left; border-bottom: 1px solid #8885; }
td.FAIL, td.BROKEN { font-weight: bold; outline: 2px solid; }
td.SKIP { opacity: .75; }
:root { color-scheme: light dark; }
</style></head><body>
<h1>Behaviour by kernel</h1>
<div><table><thead><tr><th>experiment</th>)";
  for (const Report& report : reports) {
    out += fmt::format("<th>{}</th>", escaped(kernel_name(report)));
  }
  out += "</tr></thead><tbody>\n";
  for (const Experiment* experiment : rows(reports)) {
    out += fmt::format("<tr><td title=\"{}\">{}</td>",
                       escaped(experiment->expectation.claim),
                       escaped(experiment->full_name()));
    for (const Report& report : reports) {
      const Result* result = find(report, *experiment);
      const std::string text = cell(result);
      out += fmt::format("<td class=\"{}\" title=\"{}\">{}</td>",
                         text.substr(0, text.find(' ')),
                         escaped(reason_of(result)), escaped(text));
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div></body></html>\n";
}

std::string differences(const Report& before, const Report& after) {
  const std::string here = before.record.kernel.release;
  const std::string there = after.record.kernel.release;
  std::string out;
  for (const Experiment* experiment : rows({before, after})) {
    const Result* first = find(before, *experiment);
    const Result* second = find(after, *experiment);
    if (!first || !second) {
      out += fmt::format("{} was only run on {}.\n", experiment->full_name(),
                         first ? here : there);
      continue;
    }
    const std::string was = cell(first), is = cell(second);
    if (was == is) continue;
    out += fmt::format("{}: {} on {}, {} on {}.\n", experiment->full_name(),
                       was, here, is, there);
    for (const Compared& row : second->judgement.compared) {
      const auto old = std::ranges::find(first->judgement.compared, row.name,
                                         &Compared::name);
      if (old == first->judgement.compared.end() || !row.expected.equals ||
          old->observed == row.observed) {
        continue;
      }
      const auto text = [](const std::optional<Value>& value) {
        return value ? to_string(*value) : "not observed";
      };
      out += fmt::format("  {} was {}, and is {}.\n", row.name,
                         text(old->observed), text(row.observed));
    }
    for (const Result* result : {first, second}) {
      const Judgement& judgement = result->judgement;
      if (judgement.verdict == Verdict::pass && judgement.era) {
        out += fmt::format("  Since {}: {}\n", to_string(judgement.era->by),
                           sentence(judgement.era->because));
        break;
      }
      if (judgement.verdict != Verdict::pass) {
        out += fmt::format("  On {}: {}\n", result == first ? here : there,
                           sentence(judgement.reason));
      }
    }
  }
  return out;
}

}  // namespace pidlab
