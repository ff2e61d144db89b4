// The suites; each adds its benchmarks.
#pragma once

namespace pidlab {

void floor();
void creation();
void namespaces();
void depth();
void size();
void translation();
void contention();

}  // namespace pidlab
