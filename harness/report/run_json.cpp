// The parts of a record as JSON. The verdicts in it are for other programs:
// they are not read.
#include "harness/report/run_json.h"

#include <fmt/format.h>

#include <utility>

#include "harness/base/bad_input.h"
#include "harness/report/diagnosis.h"

namespace pidlab {
namespace {

using Json = nlohmann::ordered_json;
using ReadJson = nlohmann::json;

// Increased when an older pidlab can no longer read the record.
constexpr int format_version = 1;

constexpr std::pair<Ending, const char*> endings[] = {
    {Ending::finished, "finished"},
    {Ending::broken, "broken"},
    {Ending::hung, "hung"},
    {Ending::skipped, "skipped"},
};

// get() would convert 1.5 to 1, and 2^70 to any number.
template <typename Number>
Number whole(const ReadJson& json, const char* key) {
  const ReadJson& found = json.at(key);
  if (found.is_number_unsigned()) {
    const auto number = found.get<std::uint64_t>();
    if (std::in_range<Number>(number)) return Number(number);
  } else if (found.is_number_integer()) {
    const auto number = found.get<std::int64_t>();
    if (std::in_range<Number>(number)) return Number(number);
  }
  // dump() calls itself at every level: an array may have any number of them.
  throw BadInput(
      fmt::format("\"{}\": expected an integer of at most {} bits, got {}", key,
                  8 * sizeof(Number),
                  found.is_structured() ? std::string("an ") + found.type_name()
                                        : found.dump()));
}

Value value_of(const ReadJson& json) {
  const ReadJson& value = json.at("value");
  if (value.is_string()) return value.get<std::string>();
  return whole<std::int64_t>(json, "value");
}

Json json_of(const Kernel& kernel) {
  // Only the options that can change the behavior of a namespace.
  Json config = Json::object();
  for (const auto& [name, value] : kernel.config) {
    if (name.ends_with("_NS") || name.starts_with("CONFIG_SYSVIPC") ||
        name.starts_with("CONFIG_POSIX_MQUEUE") ||
        name == "CONFIG_CHECKPOINT_RESTORE" || name == "CONFIG_PROC_FS" ||
        name == "CONFIG_PREEMPT_RCU" || name == "CONFIG_PROC_CHILDREN") {
      config[name] = value;
    }
  }
  return {{"release", kernel.release},
          {"build", kernel.build},
          {"machine", kernel.machine},
          {"uid", kernel.uid},
          {"capabilities", kernel.capabilities},
          {"initial_user_namespace", kernel.initial_user_namespace},
          {"initial_pid_namespace", kernel.initial_pid_namespace},
          {"config_source", kernel.config_source},
          {"config", config},
          {"sysctls", kernel.sysctls},
          {"cgroup", kernel.cgroup},
          {"command_line", kernel.command_line}};
}

Kernel kernel_of(const ReadJson& json) {
  Kernel kernel;
  json.at("release").get_to(kernel.release);
  json.at("build").get_to(kernel.build);
  json.at("machine").get_to(kernel.machine);
  kernel.uid = whole<uid_t>(json, "uid");
  json.at("capabilities").get_to(kernel.capabilities);
  json.at("initial_user_namespace").get_to(kernel.initial_user_namespace);
  json.at("initial_pid_namespace").get_to(kernel.initial_pid_namespace);
  json.at("config_source").get_to(kernel.config_source);
  json.at("config").get_to(kernel.config);
  json.at("sysctls").get_to(kernel.sysctls);
  json.at("cgroup").get_to(kernel.cgroup);
  json.at("command_line").get_to(kernel.command_line);
  const auto version = Version::parse(kernel.release);
  if (!version) {
    throw BadInput(fmt::format(
        "kernel release \"{}\" does not begin with a version", kernel.release));
  }
  kernel.version = *version;
  return kernel;
}

Json json_of(const Event& event) {
  Json json = {{"kind", event.kind == Event::born ? "born" : "died"},
               {"pid", event.pid},
               {"after", event.after},
               {"ms", event.ms}};
  if (event.kind == Event::died) {
    json["how"] = event.how;
    return json;
  }
  json["maker"] = event.maker;
  if (event.thread_of != 0) json["thread_of"] = event.thread_of;
  json["numbers"] = Json::array();
  for (const Number& number : event.numbers) {
    json["numbers"].push_back({{"ns", number.ns}, {"pid", number.pid}});
  }
  return json;
}

Event event_of(const ReadJson& json) {
  const auto kind = json.at("kind").get<std::string>();
  if (kind != "born" && kind != "died") {
    throw BadInput(fmt::format("unknown kind of event \"{}\"", kind));
  }
  Event event{.kind = kind == "born" ? Event::born : Event::died,
              .pid = whole<pid_t>(json, "pid"),
              .after = whole<std::size_t>(json, "after"),
              .ms = json.at("ms").get<double>()};
  if (event.kind == Event::died) {
    json.at("how").get_to(event.how);
    return event;
  }
  event.maker = whole<pid_t>(json, "maker");
  if (json.contains("thread_of")) {
    event.thread_of = whole<pid_t>(json, "thread_of");
  }
  for (const ReadJson& number : json.at("numbers")) {
    event.numbers.push_back({.ns = whole<std::uint64_t>(number, "ns"),
                             .pid = whole<pid_t>(number, "pid")});
  }
  return event;
}

CellKind cell_of(const std::string& word) {
  for (const CellKind kind : {CellKind::root, CellKind::user, CellKind::none}) {
    if (to_string(kind) == word) return kind;
  }
  throw BadInput(fmt::format("unknown kind of cell \"{}\"", word));
}

}  // namespace

Json json_of(const Value& value) {
  return std::visit([](const auto& held) { return Json(held); }, value);
}

Json json_of(const RecordHeader& header) {
  Json json = {{"pidlab_record", format_version},
               {"pidlab", header.pidlab},
               {"taken", header.taken},
               {"cell", to_string(header.cell)},
               {"kernel", json_of(header.kernel)}};
  if (header.diagnosis) json["diagnosis"] = json_of(*header.diagnosis);
  return json;
}

RecordHeader header_of(const ReadJson& json) {
  const auto version = whole<std::int64_t>(json, "pidlab_record");
  if (version < 1) {
    throw BadInput(fmt::format(
        "\"pidlab_record\": expected a format of 1 or more, got {}", version));
  }
  if (version > format_version) {
    throw BadInput(
        fmt::format("the record has format {}, but this pidlab reads formats "
                    "up to {}: use a newer pidlab",
                    version, format_version));
  }
  RecordHeader header;
  header.pidlab = json.value("pidlab", "");
  header.kernel = kernel_of(json.at("kernel"));
  header.cell = cell_of(json.at("cell").get<std::string>());
  json.at("taken").get_to(header.taken);
  if (json.contains("diagnosis")) {
    header.diagnosis = diagnosis_of(json["diagnosis"]);
  }
  return header;
}

void read_end(const ReadJson& json, RecordHeader& header) {
  json.at("stopped").get_to(header.stopped);
  header.not_run = whole<std::size_t>(json, "not_run");
}

Json json_of(const Result& result) {
  const Run& run = result.run;
  Json observations = Json::array();
  for (const Observation& seen : run.observations) {
    observations.push_back({{"name", seen.name},
                            {"value", json_of(seen.value)},
                            {"pid", seen.pid},
                            {"ms", seen.ms}});
  }
  Json expectations = Json::array();
  for (const Compared& row : result.judgment.compared) {
    expectations.push_back(
        {{"name", row.name},
         {"expected", to_string(row.expected)},
         {"observed", row.observed ? json_of(*row.observed) : Json()},
         {"holds", row.holds}});
  }
  const auto ending = std::ranges::find(endings, run.ending,
                                        &std::pair<Ending, const char*>::first);
  Json json = {{"chapter", run.chapter},
               {"name", run.name},
               {"digest", run.digest},
               {"verdict", to_string(result.judgment.verdict)},
               {"reason", result.judgment.reason},
               {"ending", ending->second},
               {"ending_reason", run.reason},
               {"wall_ms", run.wall_ms},
               {"observations", observations},
               {"expectations", expectations},
               {"stderr", run.stderr_tail}};
  if (!run.excuse.empty()) json["excuse"] = run.excuse;
  for (const Event& event : run.events) {
    json["events"].push_back(json_of(event));
  }
  if (!result.tally.empty()) {
    for (const auto& [verdict, count] : result.tally) {
      json["tally"][to_string(verdict)] = count;
    }
  }
  return json;
}

Run run_of(const ReadJson& json) {
  Run run;
  json.at("chapter").get_to(run.chapter);
  json.at("name").get_to(run.name);
  const auto ending =
      std::ranges::find(endings, json.at("ending").get<std::string>(),
                        &std::pair<Ending, const char*>::second);
  if (ending == std::end(endings)) {
    throw BadInput(fmt::format("unknown ending {}", json.at("ending").dump()));
  }
  run.ending = ending->first;
  json.at("ending_reason").get_to(run.reason);
  run.digest = json.value("digest", "");
  run.excuse = json.value("excuse", "");
  json.at("wall_ms").get_to(run.wall_ms);
  for (const ReadJson& seen : json.at("observations")) {
    run.observations.push_back({.name = seen.at("name").get<std::string>(),
                                .value = value_of(seen),
                                .pid = whole<pid_t>(seen, "pid"),
                                .ms = seen.at("ms").get<double>()});
  }
  // value() would copy, and a copy calls itself at every level.
  if (json.contains("events")) {
    for (const ReadJson& event : json.at("events")) {
      run.events.push_back(event_of(event));
    }
  }
  json.at("stderr").get_to(run.stderr_tail);
  if (json.contains("tally")) {
    for (const auto& [verdict, count] : json.at("tally").items()) {
      run.tally[verdict] = whole<int>(json.at("tally"), verdict.c_str());
    }
  }
  return run;
}

std::string dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pidlab
