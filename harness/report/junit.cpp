#include <fmt/format.h>

#include <sstream>

#include "harness/report/report.h"
#include "harness/report/xml.h"

namespace pidlab {
namespace {

void property(pugi::xml_node properties, const char* name,
              const std::string& value) {
  pugi::xml_node node = properties.append_child("property");
  node.append_attribute("name") = name;
  node.append_attribute("value") = value.c_str();
}

std::string seconds(double ms) { return fmt::format("{:.6f}", ms / 1000); }

void add_case(pugi::xml_node suite, const Result& result) {
  const Judgement& judgement = result.judgement;
  pugi::xml_node test = suite.append_child("testcase");
  test.append_attribute("name") = result.run.name.c_str();
  test.append_attribute("classname") = ("pidlab." + result.run.chapter).c_str();
  test.append_attribute("time") = seconds(result.run.wall_ms).c_str();

  const char* const kind = judgement.verdict == Verdict::fail     ? "failure"
                           : judgement.verdict == Verdict::broken ? "error"
                           : judgement.verdict == Verdict::skip   ? "skipped"
                                                                  : nullptr;
  if (kind) {
    test.append_child(kind).append_attribute("message") =
        printable(judgement.reason).c_str();
  }
  std::string seen;
  for (const Observation& observation : result.run.observations) {
    seen += fmt::format("{} = {}\n", observation.name,
                        to_string(observation.value));
  }
  if (!seen.empty()) {
    test.append_child("system-out").text() = printable(seen).c_str();
  }
  if (!result.run.said.empty()) {
    test.append_child("system-err").text() = printable(result.run.said).c_str();
  }
}

void count(pugi::xml_node suite, const Report& all,
           const std::string& chapter) {
  int tests = 0, failures = 0, errors = 0, skipped = 0;
  double ms = 0;
  for (const Result& result : all.results) {
    if (!chapter.empty() && result.run.chapter != chapter) continue;
    ++tests;
    failures += result.judgement.verdict == Verdict::fail;
    errors += result.judgement.verdict == Verdict::broken;
    skipped += result.judgement.verdict == Verdict::skip;
    ms += result.run.wall_ms;
  }
  suite.append_attribute("tests") = tests;
  suite.append_attribute("failures") = failures;
  suite.append_attribute("errors") = errors;
  suite.append_attribute("skipped") = skipped;
  suite.append_attribute("time") = seconds(ms).c_str();
}

}  // namespace

std::string junit(const Report& report) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node all = document.append_child("testsuites");
  all.append_attribute("name") = "pidlab";
  count(all, report, "");
  pugi::xml_node suite;
  std::string chapter;
  for (const Result& result : report.results) {
    if (result.run.chapter != chapter) {
      chapter = result.run.chapter;
      suite = all.append_child("testsuite");
      suite.append_attribute("name") = chapter.c_str();
      count(suite, report, chapter);
      suite.append_attribute("timestamp") = report.record.taken.c_str();
      pugi::xml_node properties = suite.append_child("properties");
      property(properties, "kernel", report.record.kernel.release);
      property(properties, "machine", report.record.kernel.machine);
      property(properties, "cell", to_string(report.record.cell));
      if (!report.record.stopped.empty()) {
        property(properties, "stopped", report.record.stopped);
      }
    }
    add_case(suite, result);
  }
  std::ostringstream out;
  document.save(out, "  ");
  return out.str();
}

}  // namespace pidlab
