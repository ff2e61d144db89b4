// What nothing costs here: all other figures are also given as a ratio to it,
// and only ratios can be compared between machines.
#include "benchmarks/instruments.h"
#include "benchmarks/suites.h"

void pidlab::floor() {
  // Into the kernel and out again: no system call has this number.
  add("floor/syscall", [](State& state) {
    measure(state, in_batch([] { syscall(-1); }), batch);
  });

  // What reading the clock adds to each figure.
  add("floor/clock", [](State& state) {
    measure(state, in_batch([] { benchmark::DoNotOptimize(now_ns()); }), batch);
  });

  add("floor/fork+wait", [](State& state) {
    measure(state, fork_and_wait);
  })->Iterations(2 * children);
}
