// Times the units of the other figures, which are also given as ratios to
// these: only ratios can be compared between machines.
#include "benchmarks/instruments.h"
#include "benchmarks/suites.h"

void pidlab::floor() {
  // Enters the kernel and returns: no system call has this number.
  add("floor/syscall", [](State& state) {
    measure(state, in_batch([] { syscall(-1); }), batch);
  });

  // A clock reading, which is part of each figure.
  add("floor/clock", [](State& state) {
    measure(state, in_batch([] { benchmark::DoNotOptimize(now_ns()); }), batch);
  });

  add("floor/fork+wait", [](State& state) {
    measure(state, fork_and_wait);
  })->Iterations(2 * children);
}
