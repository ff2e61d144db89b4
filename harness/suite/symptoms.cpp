// experiments/symptoms.toml: each entry names experiments, which must exist.
#include "harness/suite/symptoms.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/did_you_mean.h"
#include "harness/suite/toml_reader.h"

namespace pidlab {
namespace {

std::vector<const Experiment*> experiments(const TomlReader& read,
                                           const toml::table& table,
                                           const Suite& suite) {
  const auto words = read.list<std::string>(table, "experiments");
  if (words.empty() && !table.contains("unshown")) {
    read.refuse(table.source(),
                "\"experiments\" is missing or empty: name an experiment that "
                "explains it, or say in \"unshown\" why there is none");
  }
  std::vector<const Experiment*> found;
  for (const std::string& word : words) {
    const auto one = std::ranges::find(suite, word, &Experiment::name);
    if (one == suite.end()) {
      std::vector<std::string> names;
      for (const Experiment& known : suite) names.push_back(known.name);
      const std::size_t index = found.size();
      read.refuse(table["experiments"].as_array()->get(index)->source(),
                  fmt::format("unknown experiment \"{}\"{}", word,
                              did_you_mean(word, names)));
    }
    found.push_back(&*one);
  }
  return found;
}

}  // namespace

std::vector<Symptom> parse_symptoms(std::string_view text,
                                    const std::string& file,
                                    const Suite& suite) {
  const TomlReader read(file);
  const toml::table root = read.parse(text);
  read.allow_only(root, {"symptom"});
  std::vector<Symptom> symptoms;
  for (const toml::table* table : read.tables(root, "symptom")) {
    read.allow_only(*table,
                    {"see", "also", "means", "do", "experiments", "unshown"});
    symptoms.push_back(
        {.see = read.required<std::string>(*table, "see"),
         .also = read.list<std::string>(*table, "also"),
         .means = read.required<std::string>(*table, "means"),
         .do_this = read.required<std::string>(*table, "do"),
         .experiments = experiments(read, *table, suite),
         .unshown = read.optional<std::string>(*table, "unshown")});
  }
  return symptoms;
}

Entry entry_of(const Symptom& symptom) {
  Entry entry{.names = symptom.also,
              .text = symptom.means + " " + symptom.do_this};
  entry.names.insert(entry.names.begin(), symptom.see);
  for (const Experiment* experiment : symptom.experiments) {
    entry.text += " " + experiment->expectation.claim;
  }
  return entry;
}

}  // namespace pidlab
