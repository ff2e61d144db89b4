#pragma once

#include "harness/suite/expectation.h"
#include "harness/suite/toml_reader.h"

namespace pidlab {

/// What a table says of each observation. `child.pid = 2` is in a table
/// "child"; a relation is an inline table. Throws BadInput if one is empty or
/// contradicts itself.
Expectations read_relations(const TomlReader&, const toml::table&);

}  // namespace pidlab
