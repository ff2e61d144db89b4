// toml++ as this project uses it: header-only, so that a static build needs no
// library of its own.
#pragma once

#include <toml++/toml.h>
