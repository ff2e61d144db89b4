// Names that older records still have, see expected/renamed.toml.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "harness/record/record.h"

namespace pidlab {

/// The new name by the old one.
using NewNames = std::map<std::string, std::string>;

struct Renames {
  NewNames experiments;                          ///< CHAPTER/NAME
  std::map<std::string, NewNames> observations;  ///< by experiment
};

/// Reads the table "experiments" and, for each experiment (by its current
/// name), a table of its observations. Throws BadInput that names
/// file:line:column.
Renames parse_renames(std::string_view toml, const std::string& file);

/// Replaces all old names in a record with the current ones.
void rename(Record&, const Renames&);

}  // namespace pidlab
