// The cast of an experiment: which process creates which, by which call, in
// which PID namespace.
#pragma once

#include <string>
#include <vector>

#include "harness/suite/toml_reader.h"

namespace pidlab {

/// A process or a thread of the experiment, for drawings.
struct Actor {
  std::string name;
  std::string parent;   ///< "caller", or another actor
  std::string call;     ///< by the parent: "fork() after setns"
  std::string home;     ///< its PID namespace: "outer", "middle/inner"
  bool thread = false;  ///< of its parent
  bool repeats =
      false;  ///< the last of a chain, in which each creates the next
};

/// The call in a drawing: "fork()", or "fork(), and so on" if it repeats.
std::string call_in_words(const Actor&);

/// How many levels of PID namespaces there are below that of the caller.
int levels(const std::vector<Actor>&);

/// The table "cast" of an expectation. Throws BadInput if an actor does not
/// descend from the caller.
std::vector<Actor> read_cast(const TomlReader&, const toml::table& root);

}  // namespace pidlab
