// JUnit XML according to harness/tests/junit.xsd, with one test suite per
// chapter. Some readers show only the text of a failure, others only its
// message.
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
  node.append_attribute("value") = printable(value).c_str();
}

// Jenkins refuses more digits.
std::string seconds(double ms) { return fmt::format("{:.3f}", ms / 1000); }

std::string details(const Result& result) {
  if (result.judgment.verdict == Verdict::skip) return result.judgment.reason;
  const std::string differ = differing_verdicts(result);
  return failure_with_why(result, {}) +
         (differ.empty() ? "" : fmt::format("  {}\n", differ));
}

void add_case(pugi::xml_node suite, const Result& result) {
  const Judgment& judgment = result.judgment;
  pugi::xml_node test = suite.append_child("testcase");
  test.append_attribute("name") = result.run.name.c_str();
  test.append_attribute("classname") = ("pidlab." + result.run.chapter).c_str();
  test.append_attribute("time") = seconds(result.run.wall_ms).c_str();

  const char* const kind = judgment.verdict == Verdict::fail     ? "failure"
                           : judgment.verdict == Verdict::broken ? "error"
                           : judgment.verdict == Verdict::skip   ? "skipped"
                                                                 : nullptr;
  if (kind) {
    pugi::xml_node outcome = test.append_child(kind);
    outcome.append_attribute("message") = printable(judgment.reason).c_str();
    outcome.text() = printable(details(result)).c_str();
  }
  std::string seen;
  if (!kind && !judgment.reason.empty()) {
    seen += fmt::format("# {}\n", judgment.reason);
  }
  for (const Observation& observation : result.run.observations) {
    seen += fmt::format("{} = {}\n", observation.name,
                        to_string(observation.value));
  }
  if (!seen.empty()) {
    test.append_child("system-out").text() = printable(seen).c_str();
  }
  if (!result.run.stderr_tail.empty()) {
    test.append_child("system-err").text() =
        printable(result.run.stderr_tail).c_str();
  }
}

struct Counts {
  int tests = 0, failures = 0, errors = 0, skipped = 0;
  double ms = 0;
};

// The counts of a chapter, or of all chapters if it is "".
Counts count(const Report& all, const std::string& chapter) {
  Counts counts;
  for (const Result& result : all.results) {
    if (!chapter.empty() && result.run.chapter != chapter) continue;
    ++counts.tests;
    counts.failures += result.judgment.verdict == Verdict::fail;
    counts.errors += result.judgment.verdict == Verdict::broken;
    counts.skipped += result.judgment.verdict == Verdict::skip;
    counts.ms += result.run.wall_ms;
  }
  return counts;
}

void set_counts(pugi::xml_node node, const Counts& counts) {
  node.append_attribute("tests") = counts.tests;
  node.append_attribute("failures") = counts.failures;
  node.append_attribute("errors") = counts.errors;
  node.append_attribute("time") = seconds(counts.ms).c_str();
}

pugi::xml_node add_suite(pugi::xml_node all, const RecordHeader& header,
                         const std::string& name, const Counts& counts) {
  pugi::xml_node suite = all.append_child("testsuite");
  suite.append_attribute("name") = name.c_str();
  set_counts(suite, counts);
  suite.append_attribute("skipped") = counts.skipped;
  suite.append_attribute("timestamp") = printable(header.taken).c_str();
  pugi::xml_node properties = suite.append_child("properties");
  property(properties, "kernel", header.kernel.release);
  property(properties, "machine", header.kernel.machine);
  property(properties, "cell", to_string(header.cell));
  return suite;
}

// The counts alone must show that the run was stopped.
constexpr Counts of_a_stop{.tests = 1, .errors = 1};

void add_stop(pugi::xml_node all, const RecordHeader& header) {
  pugi::xml_node test =
      add_suite(all, header, "run", of_a_stop).append_child("testcase");
  test.append_attribute("name") = "comes_to_its_end";
  test.append_attribute("classname") = "pidlab.run";
  test.append_attribute("time") = seconds(0).c_str();
  const std::string why =
      printable(fmt::format("{}: {}", early_end(header), missing_runs(header)));
  pugi::xml_node error = test.append_child("error");
  error.append_attribute("message") = why.c_str();
  error.text() = why.c_str();
}

}  // namespace

std::string junit(const Report& report) {
  const bool stopped = !report.header.stopped.empty();
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node all = document.append_child("testsuites");
  all.append_attribute("name") = "pidlab";
  Counts counts = count(report, "");
  if (stopped) {
    counts.tests += of_a_stop.tests;
    counts.errors += of_a_stop.errors;
  }
  set_counts(all, counts);
  pugi::xml_node suite;
  std::string chapter;
  for (const Result& result : report.results) {
    if (result.run.chapter != chapter) {
      chapter = result.run.chapter;
      suite = add_suite(all, report.header, chapter, count(report, chapter));
    }
    add_case(suite, result);
  }
  if (stopped) add_stop(all, report.header);
  std::ostringstream out;
  document.save(out, "  ");
  return out.str();
}

}  // namespace pidlab
