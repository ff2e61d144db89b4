// A record as JSON, written and read.
#include <fmt/format.h>

#include <set>

#include "harness/base/bad_input.h"
#include "harness/report/journal.h"
#include "harness/report/report.h"
#include "harness/report/run_json.h"

namespace pidlab {
namespace {

using ReadJson = nlohmann::json;

// The message without the library's prefix.
std::string complaint(const ReadJson::exception& error) {
  const std::string what = error.what();
  return what.substr(what.find("] ") + 2);
}

Record record_of(const ReadJson& all) {
  Record record;
  record.header = header_of(all);
  read_end(all, record.header);
  std::set<std::string> known;
  for (const ReadJson& run : all.at("experiments")) {
    const std::string name = run.at("chapter").get<std::string>() + "/" +
                             run.at("name").get<std::string>();
    if (!known.insert(name).second) {
      throw BadInput(fmt::format("{} appears twice", name));
    }
    try {
      record.runs.push_back(run_of(run));
    } catch (const BadInput& error) {
      throw BadInput(fmt::format("{}: {}", name, error.what()));
    } catch (const ReadJson::exception& error) {
      throw BadInput(fmt::format("{}: {}", name, complaint(error)));
    }
  }
  return record;
}

}  // namespace

std::string json(const Report& report) {
  auto all = json_of(report.header);
  all["wall_ms"] = report.wall_ms;
  all["stopped"] = report.header.stopped;
  all["not_run"] = report.header.not_run;
  all["experiments"] = nlohmann::ordered_json::array();
  for (const Result& result : report.results) {
    all["experiments"].push_back(json_of(result));
  }
  return dump(all, 1);
}

Record read_record(std::string_view text, const std::string& file) {
  try {
    if (is_journal(text)) return read_journal(text);
    return record_of(ReadJson::parse(text));
  } catch (const ReadJson::parse_error& error) {
    const auto before = text.substr(0, error.byte ? error.byte - 1 : 0);
    throw BadInput(fmt::format(
        "{}:{}:{}: not a record: truncated or damaged at this place", file,
        1 + std::ranges::count(before, '\n'),
        before.size() - (before.rfind('\n') + 1) + 1));
  } catch (const ReadJson::exception& error) {
    throw BadInput(fmt::format("{}: not a record: {}", file, complaint(error)));
  } catch (const BadInput& error) {
    throw BadInput(fmt::format("{}: {}", file, error.what()));
  }
}

}  // namespace pidlab
