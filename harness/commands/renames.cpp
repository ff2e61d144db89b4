// A run that already has a new name was recorded after the renaming.
#include "harness/commands/renames.h"

#include <algorithm>
#include <set>

#include "harness/suite/toml_reader.h"

namespace pidlab {
namespace {

NewNames new_names(const TomlReader& reader, const toml::table& table) {
  NewNames names;
  for (const auto& [old, name] : table) {
    names[std::string(old.str())] = reader.as<std::string>(name);
  }
  return names;
}

void rename_experiment(Run& run, const NewNames& names,
                       std::set<std::string>& present) {
  const auto found = names.find(run.chapter + "/" + run.name);
  if (found == names.end() || !present.insert(found->second).second) return;
  const auto slash = found->second.find('/');
  run.chapter = found->second.substr(0, slash);
  run.name = found->second.substr(slash + 1);
}

void rename_observations(Run& run, const NewNames& names) {
  const auto is_new = [&](const Observation& seen) {
    return !names.contains(seen.name) &&
           std::ranges::any_of(names, [&](const auto& entry) {
             return entry.second == seen.name;
           });
  };
  if (std::ranges::any_of(run.observations, is_new)) return;
  for (Observation& seen : run.observations) {
    const auto found = names.find(seen.name);
    if (found != names.end()) seen.name = found->second;
  }
}

}  // namespace

Renames parse_renames(std::string_view text, const std::string& file) {
  const TomlReader reader(file);
  const toml::table root = reader.parse(text);
  Renames renames;
  for (const auto& [key, node] : root) {
    const std::string name(key.str());
    const toml::table* table = reader.table(root, name.c_str());
    if (name == "experiments") {
      renames.experiments = new_names(reader, *table);
    } else {
      renames.observations[name] = new_names(reader, *table);
    }
  }
  return renames;
}

void rename(Record& record, const Renames& renames) {
  std::set<std::string> present;
  for (const Run& run : record.runs) {
    present.insert(run.chapter + "/" + run.name);
  }
  for (Run& run : record.runs) {
    rename_experiment(run, renames.experiments, present);
    const auto names = renames.observations.find(run.chapter + "/" + run.name);
    if (names != renames.observations.end()) {
      rename_observations(run, names->second);
    }
  }
}

}  // namespace pidlab
