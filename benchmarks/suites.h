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

/// For the self-check; gives the exit code.
int plain_loop();

}  // namespace pidlab
