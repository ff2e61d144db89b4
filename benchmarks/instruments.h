// The instruments of a benchmark: they time calls, keep the samples, and say
// why a benchmark is skipped.
#pragma once

#include <benchmark/benchmark.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>

#include "benchmarks/life.h"
#include "experiments/experiment.h"

namespace pidlab {

using benchmark::State;

/// An object that this process and its children share. fork does not copy
/// shared memory: its size does not change what fork costs.
template <typename T>
auto shared() {
  const auto unmap = [](T* object) { munmap(object, sizeof(T)); };
  void* const memory = mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) broken(strerrorname_np(errno));
  return std::unique_ptr<T, decltype(unmap)>(new (memory) T, unmap);
}

/// How many calls are timed at once if one is too short for a clock reading.
constexpr int batch = 32;

/// How many children a benchmark creates in a round: enough for a p99.
constexpr int children = 128;

/// Nanoseconds that a batch of calls takes.
template <typename Call>
auto in_batch(Call call) {
  return [call = std::move(call)]() mutable {
    const double before = now_ns();
    for (int i = 0; i < batch; ++i) call();
    return now_ns() - before;
  };
}

/// Nanoseconds of a child that does nothing.
inline double fork_and_wait() {
  const double before = now_ns();
  const pid_t child = fork();
  if (child == 0) _exit(0);
  must(waitpid(must(child), nullptr, 0));
  return now_ns() - before;
}

/// The durations of a benchmark; Google Benchmark keeps only their sum.
class Samples {
 public:
  explicit Samples(State& state, int calls = 1)
      : state_(state), calls_(calls) {}

  void add(double ns) {
    state_.SetIterationTime(ns * 1e-9);
    (*kept_)[count_++ % kept_->size()] = ns / calls_;
  }

  ~Samples() {
    auto kept = std::span(*kept_).first(std::min(count_, kept_->size()));
    if (kept.empty()) return;
    if (kept.size() > 1) kept = kept.subspan(1);  // the first finds cold caches
    std::sort(kept.begin(), kept.end());
    state_.counters["samples"] = double(kept.size());
    state_.counters["p50_ns"] = kept[kept.size() / 2];
    // The p99 of fewer is little more than the largest.
    if (kept.size() < 100) return;
    state_.counters["p99_ns"] = kept[kept.size() * 99 / 100];
  }

 private:
  State& state_;
  const int calls_;
  size_t count_ = 0;
  decltype(shared<std::array<double, 1 << 16>>()) kept_ =
      shared<std::array<double, 1 << 16>>();
};

/// Measures in this process: `once` returns the nanoseconds of `calls` calls.
template <typename Once>
void measure(State& state, Once once, int calls = 1) {
  Samples samples(state, calls);
  while (state.KeepRunningBatch(calls)) samples.add(once());
}

/// Adds a benchmark. Its name is suite/what/how or suite/what/number.
template <typename Body>
auto* add(const std::string& name, Body body) {
  return benchmark::RegisterBenchmark(name.c_str(), body)->UseManualTime();
}

/// Skips a benchmark because a call failed, and says what it needs.
inline void skip(State& state, int error) {
  const std::string name = strerrorname_np(error);
  const std::string why =
      error == EPERM    ? "needs CAP_SYS_ADMIN: run as root, or in unshare "
                          "--user --map-root-user --pid --fork --mount-proc"
      : error == EAGAIN ? "needs more processes: ulimit -u, and pids.max of "
                          "the cgroup"
      : error == ENOSPC ? "needs more PID namespaces: /proc/sys/user/"
                          "max_pid_namespaces, and at most 32 levels in all"
                        : "needs a newer kernel, or one with more configured";
  state.SkipWithError((why + " (" + name + ")").c_str());
}

}  // namespace pidlab
