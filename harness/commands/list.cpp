// list: the experiments by chapter, with their claims.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "harness/base/file.h"
#include "harness/commands/command.h"
#include "harness/report/run_json.h"

namespace pidlab {
namespace {

using Json = nlohmann::ordered_json;

std::string list_text(const std::vector<const Experiment*>& experiments,
                      const Style& style) {
  std::size_t longest = 0;
  for (const Experiment* experiment : experiments) {
    longest = std::max(longest, experiment->name.size());
  }
  std::string out, chapter;
  for (const Experiment* experiment : experiments) {
    if (experiment->chapter != chapter) {
      chapter = experiment->chapter;
      out += fmt::format("{}{}\n", out.empty() ? "" : "\n", chapter);
    }
    const std::string& claim = experiment->expectation.claim;
    const std::string line =
        fmt::format("  {:<{}} {}", experiment->name, longest, claim);
    out += int(line.size()) <= style.width.value_or(1 << 20)
               ? line + "\n"
               : fmt::format("  {}\n    {}\n", experiment->name,
                             hanging(4, claim, style));
  }
  return out;
}

// With the keys that the expectation has in its file.
Json conditions_of(const Expectations& expectations) {
  Json all = Json::object();
  for (const auto& [name, expected] : expectations) {
    Json one = Json::object();
    if (expected.equals) one["equals"] = json_of(*expected.equals);
    if (!expected.same_as.empty()) one["same_as"] = expected.same_as;
    if (!expected.differs_from.empty()) {
      one["differs_from"] = expected.differs_from;
    }
    for (const Value& value : expected.one_of) {
      one["one_of"].push_back(json_of(value));
    }
    if (expected.at_least) one["at_least"] = *expected.at_least;
    if (expected.absent) one["absent"] = true;
    all[name] = one;
  }
  return all;
}

Json changes_of(const Expectation& expectation) {
  Json all = Json::array();
  for (const Change& change : expectation.changed) {
    all.push_back(
        {{"after", change.after ? Json(to_string(*change.after)) : Json()},
         {"by", to_string(change.by)},
         {"because", change.because},
         {"commit", change.commit},
         {"expect", conditions_of(change.expect)}});
  }
  return all;
}

Json sources_of(const Expectation& expectation) {
  Json all = Json::array();
  for (const KernelSymbol& symbol : expectation.kernel) {
    all.push_back({{"file", symbol.file},
                   {"symbol", symbol.symbol},
                   {"read_at", symbol.read_at}});
  }
  return all;
}

std::string list_json(const std::vector<const Experiment*>& experiments) {
  Json all = Json::array();
  for (const Experiment* experiment : experiments) {
    const Expectation& expectation = experiment->expectation;
    const Needs& needs = expectation.needs;
    all.push_back(
        {{"chapter", experiment->chapter},
         {"name", experiment->name},
         {"claim", expectation.claim},
         {"why", expectation.why},
         {"man", expectation.man},
         {"kernel", sources_of(expectation)},
         {"since",
          expectation.since ? Json(to_string(*expectation.since)) : Json()},
         {"needs",
          {{"capability", needs.capability},
           {"initial_user_namespace", needs.initial_user_namespace},
           {"user_namespace", needs.user_namespace},
           {"config", needs.config},
           {"syscall", needs.syscall},
           {"file", needs.file},
           {"levels", needs.levels},
           {"no_hidden_proc", needs.no_hidden_proc},
           {"vm", needs.vm},
           {"machine_init", needs.machine_init}}},
         {"expect", conditions_of(expectation.expect)},
         {"changed", changes_of(expectation)}});
  }
  return all.dump(1) + "\n";
}

}  // namespace

void add_list(CLI::App& app, Lab& lab) {
  struct ListArguments {
    std::vector<std::string> names;
    bool json = false;
  };
  CLI::App* list =
      app.add_subcommand("list", "list the experiments and their claims");
  const auto options = std::make_shared<ListArguments>();
  add_names(list, options->names);
  list->add_flag("--json", options->json, "write JSON");
  list->callback([options, &lab] {
    const Suite suite = find_suite(lab);
    const auto experiments = select(suite, options->names);
    write_stdout(options->json ? list_json(experiments)
                               : list_text(experiments, terminal_style()));
  });
}

}  // namespace pidlab
