// The suites. Each function adds the benchmarks of one.
#pragma once

namespace pidlab {

void floor();
void creation();
void namespaces();
void depth();
void size();
void translation();
void contention();

/// For the self-check; returns the exit code.
int plain_loop();

}  // namespace pidlab
