// The cast of an experiment: who is born of whom, and where they live.
#pragma once

#include <string>
#include <vector>

#include "harness/suite/toml_reader.h"

namespace pidlab {

/// An actor of the experiment, for drawings.
struct Actor {
  std::string name;
  std::string born;  ///< "PARENT: call()"
  std::string home;  ///< its namespace: "outer", "target", "middle/inner"
};

std::string parent_of(const Actor&);
std::string call_of(const Actor&);

/// The table "cast" of an expectation. Throws BadInput if an actor is not born
/// of the caller, by way of the others, by a call.
std::vector<Actor> read_cast(const TomlReader&, const toml::table& root);

}  // namespace pidlab
