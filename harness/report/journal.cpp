// Reads and writes one line at a time.
#include "harness/report/journal.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "harness/report/run_json.h"

namespace pidlab {
namespace {

using ReadJson = nlohmann::json;

constexpr int one_line = -1;

// Removes the text up to the end of its first object, a line that begins with
// "{", and returns that line. Returns nothing if there is none that is
// complete.
std::optional<std::string_view> take_object(std::string_view& text) {
  while (true) {
    const std::size_t end = text.find('\n');
    if (end == text.npos) return {};
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.starts_with('{')) return line;
  }
}

ReadJson parse(std::string_view line) {
  return ReadJson::parse(line, nullptr, /*allow_exceptions=*/false);
}

/// What the lines after the first one say.
struct Lines {
  std::map<std::string, Run> runs;
  std::set<std::string> running;
  bool complete = false;
};

void read_line(const ReadJson& line, Lines& lines, RecordHeader& header) {
  if (line.contains("started")) {
    lines.running.insert(line["started"].get<std::string>());
  } else if (line.contains("ended")) {
    lines.running.erase(line["ended"].get<std::string>());
  } else if (line.contains("not_run")) {
    read_end(line, header);
    lines.complete = true;
  } else {
    Run run = run_of(line);
    const std::string name = run.chapter + "/" + run.name;
    lines.running.erase(name);
    // Later repetitions, which have no tally here, would be missing in it.
    run.tally.clear();
    lines.runs[name] = std::move(run);
  }
}

}  // namespace

const char* const cut_while_running = "was running when the record was cut";

std::string journal_begin(const RecordHeader& header,
                          const std::vector<std::string>& selected) {
  auto line = json_of(header);
  line["selected"] = selected;
  return dump(line, one_line);
}

std::string journal_started(const std::string& full_name) {
  return dump({{"started", full_name}}, one_line);
}

std::string journal_ended(const std::string& full_name) {
  return dump({{"ended", full_name}}, one_line);
}

std::string journal_ended(const Result& result) {
  return dump(json_of(result), one_line);
}

std::string journal_end(const Report& report) {
  return dump({{"wall_ms", report.wall_ms},
               {"stopped", report.header.stopped},
               {"not_run", report.header.not_run}},
              one_line);
}

bool is_journal(std::string_view text) {
  const auto first = take_object(text);
  return first && parse(*first).contains("selected");
}

Record read_journal(std::string_view text) {
  const ReadJson first = parse(take_object(text).value_or(""));
  Record record;
  record.header = header_of(first);
  Lines lines;
  while (const auto line = take_object(text)) {
    const ReadJson parsed = parse(*line);
    if (parsed.is_discarded()) break;
    read_line(parsed, lines, record.header);
  }
  if (!lines.complete) record.header.stopped = cut;
  for (const ReadJson& selected : first["selected"]) {
    const auto name = selected.get<std::string>();
    if (!lines.complete && lines.running.contains(name)) {
      const std::size_t slash = name.find('/');
      record.runs.push_back({.chapter = name.substr(0, slash),
                             .name = name.substr(slash + 1),
                             .ending = Ending::broken,
                             .reason = cut_while_running});
    } else if (const auto run = lines.runs.find(name);
               run != lines.runs.end()) {
      record.runs.push_back(std::move(run->second));
    } else if (!lines.complete) {
      ++record.header.not_run;
    }
  }
  return record;
}

}  // namespace pidlab
