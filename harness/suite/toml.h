// toml++ as this project uses it: header-only, so that a static build needs no
// library of its own.
#pragma once

// The library asserts, or with NDEBUG lets clang assume, what a file such as
// "[}" breaks. It reports the error as well: nothing has to be assumed.
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")
