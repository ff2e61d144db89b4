// What `pidlab diagnose` found on the machines of the records.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/text.h"
#include "harness/report/page/parts.h"

namespace pidlab {
namespace {

void add_finding(Node section, const Diagnosis::Finding& finding,
                 const std::vector<const Experiment*>& on_page) {
  const Node details = add_details(
      section,
      fmt::format("{}: {}", to_string(finding.severity), finding.what));
  set(details, "class", "symptom");
  if (finding.severity == Severity::will_fail) set(details, "open", "");
  const Node list = add(details, "ul");
  for (const Evidence& one : finding.evidence) {
    add(add(list, "li"), "code", fmt::format("{}: {}", one.file, one.value));
  }
  say_with_code(add(details, "p"), finding.consequence);
  const Node help = add(details, "p");
  add(help, "strong", "What helps: ");
  say_with_code(help, finding.remedy);
  const Node see = set(add(details, "p"), "class", "reading");
  add_man_page(see, finding.manual);
  say(see, "; ");
  const auto shown_by = std::ranges::find(on_page, finding.experiment,
                                          [](auto* one) { return one->name; });
  if (shown_by == on_page.end()) {
    add(see, "code", finding.experiment);
  } else {
    add_link_to_claim(see, **shown_by);
  }
}

}  // namespace

void add_machines(Node section, const std::vector<Report>& reports,
                  const std::vector<const Experiment*>& on_page) {
  say_with_code(set(add(section, "p"), "class", "lead"),
                "What `pidlab diagnose` found before the experiments ran.");
  const auto labels = kernel_labels(reports);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto& diagnosis = reports[i].header.diagnosis;
    if (!diagnosis) continue;
    if (reports.size() > 1) add(section, "h3", "Linux " + labels[i]);
    std::string text = fmt::format(
        "{} and {} read: {}.",
        counted(diagnosis->processes, "process", "processes"),
        counted(diagnosis->pid_namespaces, "PID namespace", "PID namespaces"),
        counted(diagnosis->findings.size(), "finding", "findings"));
    if (!diagnosis->unread.empty()) text += " " + diagnosis->unread + ".";
    add(section, "p", text);
    for (const Diagnosis::Finding& finding : diagnosis->findings) {
      add_finding(section, finding, on_page);
    }
  }
}

}  // namespace pidlab
