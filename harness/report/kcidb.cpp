// Version 5.3 of the I/O schema in https://github.com/kernelci/kcidb-io. The
// IDs depend only on the record: to submit it twice adds nothing.
#include <fmt/format.h>

#include "harness/report/report.h"
#include "harness/report/run_json.h"
#include "harness/report/xml.h"

namespace pidlab {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* origin = "pidlab";

// In characters; the schema refuses more.
constexpr std::size_t longest_excerpt = 16384;

const char* status(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "PASS";
    case Verdict::fail:
      return "FAIL";
    case Verdict::skip:
      return "SKIP";
    case Verdict::broken:
      return "ERROR";
  }
  return "ERROR";
}

std::string id(const std::string& rest) {
  return fmt::format("{}:{}", origin, rest);
}

// FNV-1a. The times of the runs differ between machines of the same kind.
std::string fingerprint(const Report& report) {
  std::string text = dump(json_of(report.header), -1);
  for (const Result& result : report.results) {
    text += fmt::format(" {}", result.run.wall_ms);
  }
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char byte : text) hash = (hash ^ byte) * 0x100000001b3;
  return fmt::format("{:016x}", hash);
}

std::string excerpt(const Result& result) {
  switch (result.judgment.verdict) {
    case Verdict::pass:
    case Verdict::skip:
      return printable(result.judgment.reason);
    case Verdict::fail:
    case Verdict::broken:
      return printable(failure_with_why(result, {})).substr(0, longest_excerpt);
  }
  return "";
}

Json misc_of(const Result& result) {
  Json observations = Json::object();
  for (const Observation& seen : result.run.observations) {
    observations[seen.name] = json_of(seen.value);
  }
  Json misc = {{"verdict", to_string(result.judgment.verdict)},
               {"observations", observations}};
  for (const auto& [verdict, count] : result.tally) {
    misc["tally"][to_string(verdict)] = count;
  }
  return misc;
}

}  // namespace

std::string kcidb(const Report& report) {
  const RecordHeader& header = report.header;
  const Kernel& kernel = header.kernel;
  const std::string checkout = id(kernel.release);
  const std::string build =
      id(fmt::format("{} {} {}", kernel.release, kernel.machine, kernel.build));
  const std::string record = fingerprint(report);
  const auto test = [&](const std::string& path) {
    return Json{{"id", id(record + "." + path)},
                {"origin", origin},
                {"build_id", build},
                {"path", path},
                {"environment", {{"comment", place(header)}}},
                {"start_time", header.taken}};
  };
  Json tests = Json::array();
  for (const Result& result : report.results) {
    Json one = test("pidlab." + log_name(result.run));
    one["status"] = status(result.judgment.verdict);
    one["duration"] = result.run.wall_ms / 1000;
    one["comment"] = result.experiment->expectation.claim;
    if (const std::string text = excerpt(result); !text.empty()) {
      one["log_excerpt"] = text;
    }
    one["misc"] = misc_of(result);
    tests.push_back(std::move(one));
  }
  if (!header.stopped.empty()) {
    Json rest = test("pidlab");
    rest["status"] = "MISS";
    rest["comment"] =
        fmt::format("{}: {}", early_end(header), missing_runs(header));
    tests.push_back(std::move(rest));
  }
  const Json source = {{"id", checkout},
                       {"origin", origin},
                       {"comment", "Linux " + kernel.release},
                       {"valid", true}};
  const Json built = {{"id", build},
                      {"origin", origin},
                      {"checkout_id", checkout},
                      {"architecture", kernel.machine},
                      {"comment", kernel.build},
                      {"status", "PASS"}};
  return dump({{"version", {{"major", 5}, {"minor", 3}}},
               {"checkouts", Json::array({source})},
               {"builds", Json::array({built})},
               {"tests", tests}},
              1);
}

}  // namespace pidlab
