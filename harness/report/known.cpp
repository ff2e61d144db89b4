// A name that the suite does not have is refused, so that the list stays true.
#include "harness/report/known.h"

#include <fmt/format.h>

#include <set>

#include "harness/base/did_you_mean.h"
#include "harness/suite/toml_reader.h"

namespace pidlab {

KnownDifferences parse_known(std::string_view text, const std::string& file,
                             const Suite& suite) {
  std::set<std::string> names;
  for (const Experiment& one : suite) names.insert(one.full_name());
  const TomlReader read(file);
  const toml::table root = read.parse(text);
  read.allow_only(root, {"difference"});
  KnownDifferences known;
  for (const toml::table* table : read.tables(root, "difference")) {
    read.allow_only(*table, {"because", "experiments", "sometimes"});
    const Known one{.because = read.required<std::string>(*table, "because"),
                    .sometimes = read.optional<bool>(*table, "sometimes")};
    const auto shown_by = read.list<std::string>(*table, "experiments");
    if (shown_by.empty()) {
      read.refuse(table->source(),
                  "\"experiments\" is missing or empty: name the experiments "
                  "that show this difference");
    }
    std::size_t index = 0;
    for (const std::string& name : shown_by) {
      const auto& where =
          table->get_as<toml::array>("experiments")->get(index++)->source();
      if (!names.contains(name)) {
        read.refuse(where, fmt::format("unknown experiment \"{}\"{}", name,
                                       did_you_mean(name, names)));
      }
      if (!known.emplace(name, one).second) {
        read.refuse(
            where,
            fmt::format("\"{}\" is in two differences: remove one", name));
      }
    }
  }
  return known;
}

}  // namespace pidlab
