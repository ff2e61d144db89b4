// For ci/fuzz: any text is a record, or is refused by a BadInput. What has been
// read can be reported, and read once more.
#include <cstdint>

#include "harness/base/bad_input.h"
#include "harness/judge/run_and_judge.h"
#include "harness/report/report.h"

namespace {

using namespace pidlab;

const Expectation& expectation() {
  static const Expectation one =
      parse_expectation("claim = 'a'\nwhy = 'b'\nexpect.caller.x = 1", "one");
  return one;
}

// As if each run were of an experiment of this suite.
std::string report_on(const Record& record) {
  std::vector<Experiment> suite;
  for (const Run& run : record.runs) {
    suite.push_back({.chapter = run.chapter,
                     .name = run.name,
                     .program = {},
                     .source = "",
                     .expectation = expectation()});
  }
  std::vector<const Experiment*> experiments;
  for (const Experiment& one : suite) experiments.push_back(&one);
  const Report report = judge_record(experiments, record);
  pretty(report, {});
  ktap(report);
  junit(report);
  return json(report);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::optional<Record> record;
  try {
    record = read_record(text, "record");
  } catch (const BadInput&) {
    return 0;
  }
  read_record(report_on(*record), "copy");
  return 0;
}
