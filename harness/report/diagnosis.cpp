// What diagnose found, as text and as JSON.
#include "harness/report/diagnosis.h"

#include <fmt/format.h>

#include "harness/base/bad_input.h"
#include "harness/base/this_program.h"
#include "harness/report/xml.h"

namespace pidlab {
namespace {

using Json = nlohmann::ordered_json;

std::string labeled(const char* label, const std::string& text,
                    const Style& style) {
  return fmt::format("  {:<11} {}\n", label,
                     hanging(14, printable(text), style));
}

const char* color_of(Severity severity) {
  switch (severity) {
    case Severity::will_fail:
      return "31";
    case Severity::may_surprise:
      return "33";
    case Severity::information:
      return "1";
  }
  return "";
}

Severity severity_of(const std::string& word) {
  for (const Severity one :
       {Severity::will_fail, Severity::may_surprise, Severity::information}) {
    if (to_string(one) == word) return one;
  }
  throw BadInput(fmt::format("unknown severity \"{}\"", word));
}

}  // namespace

std::string diagnosis_text(const Diagnosis& diagnosis, const Style& style) {
  std::string out;
  for (const Diagnosis::Finding& finding : diagnosis.findings) {
    const std::string head = to_string(finding.severity) + ": ";
    out += painted(head, color_of(finding.severity), style) +
           hanging(int(head.size()), printable(finding.what), style) + "\n";
    const char* label = "evidence";
    for (const Evidence& one : finding.evidence) {
      out += labeled(label, fmt::format("{}: {}", one.file, one.value), style);
      label = "";
    }
    out += labeled("consequence", finding.consequence, style);
    out += labeled("remedy", finding.remedy, style);
    out += labeled("see",
                   fmt::format("{}; {} show {}; {} watch {}", finding.manual,
                               called_as(), finding.experiment, called_as(),
                               finding.experiment),
                   style) +
           "\n";
  }
  return out +
         fmt::format("{} read: {}.\n",
                     counted(diagnosis.processes, "process", "processes"),
                     counted(diagnosis.findings.size(), "finding", "findings"));
}

Json json_of(const Diagnosis& diagnosis) {
  Json all = Json::array();
  for (const Diagnosis::Finding& finding : diagnosis.findings) {
    Json evidence = Json::array();
    for (const Evidence& one : finding.evidence) {
      evidence.push_back({{"file", one.file}, {"value", one.value}});
    }
    all.push_back({{"severity", to_string(finding.severity)},
                   {"rule", finding.rule},
                   {"pid", finding.pid},
                   {"namespace", finding.ns},
                   {"what", finding.what},
                   {"evidence", evidence},
                   {"consequence", finding.consequence},
                   {"remedy", finding.remedy},
                   {"manual", finding.manual},
                   {"experiment", finding.experiment}});
  }
  return {{"processes", diagnosis.processes},
          {"pid_namespaces", diagnosis.pid_namespaces},
          {"unread", diagnosis.unread},
          {"findings", all}};
}

Diagnosis diagnosis_of(const Json& json) {
  Diagnosis diagnosis;
  json.at("processes").get_to(diagnosis.processes);
  json.at("pid_namespaces").get_to(diagnosis.pid_namespaces);
  json.at("unread").get_to(diagnosis.unread);
  for (const Json& one : json.at("findings")) {
    Diagnosis::Finding& finding = diagnosis.findings.emplace_back();
    finding.severity = severity_of(one.at("severity").get<std::string>());
    one.at("rule").get_to(finding.rule);
    one.at("pid").get_to(finding.pid);
    one.at("namespace").get_to(finding.ns);
    one.at("what").get_to(finding.what);
    for (const Json& part : one.at("evidence")) {
      finding.evidence.push_back({part.at("file").get<std::string>(),
                                  part.at("value").get<std::string>()});
    }
    one.at("consequence").get_to(finding.consequence);
    one.at("remedy").get_to(finding.remedy);
    one.at("manual").get_to(finding.manual);
    one.at("experiment").get_to(finding.experiment);
  }
  return diagnosis;
}

}  // namespace pidlab
