// Times fork+wait while other processes fork: all in one PID namespace, or each
// in its own.
#include <thread>
#include <vector>

#include "benchmarks/processes.h"
#include "benchmarks/suites.h"

namespace pidlab {
namespace {

// How many shares of forks all forkers together have begun and done.
struct Shares {
  std::atomic<int> begun, done;
};

// Measures forks, a share of Worker::round at a time, and only while all other
// forkers fork: before and after its share, a forker forks until all have
// arrived. It gives up after a while, in case another is dead.
class Forker {
 public:
  Forker(Shares& shares, int forkers) : shares_(shares), forkers_(forkers) {}

  double operator()() {
    if (left_ == 0) {
      left_ = Worker::round;
      expected_ += forkers_;
      meet(shares_.begun);
    }
    const double ns = fork_and_wait();
    if (--left_ == 0) meet(shares_.done);
    return ns;
  }

 private:
  void meet(std::atomic<int>& shares) {
    ++shares;
    for (int i = 0; i < 1000 && shares < expected_; ++i) fork_and_wait();
  }

  Shares& shares_;
  const int forkers_;
  int expected_ = 0;
  int left_ = 0;
};

void measure_all(State& state, std::vector<Worker>& workers) {
  for (const Worker& worker : workers) {
    if (worker.error() != 0) return skip(state, worker.error());
  }
  Samples samples(state);
  const auto calls = workers.size() * Worker::round;
  while (state.KeepRunningBatch(benchmark::IterationCount(calls))) {
    for (Worker& worker : workers) worker.start();
    for (Worker& worker : workers) {
      for (const double ns : worker.durations()) samples.add(ns);
    }
  }
}

void each_in_its_own(State& state, int how_many) {
  const auto shares = shared<Shares>();
  std::vector<Worker> workers;
  while (int(workers.size()) < how_many) {
    workers.emplace_back(1, [&] { return Forker(*shares, how_many); });
  }
  measure_all(state, workers);
}

void all_in_one(State& state, int how_many) {
  const Namespace common;
  if (common.error != 0) return skip(state, common.error);
  if (setns(common.fd, CLONE_NEWPID) == -1) return skip(state, errno);
  const auto shares = shared<Shares>();
  std::vector<Worker> workers;
  while (int(workers.size()) < how_many) {
    workers.emplace_back(0, [&] { return Forker(*shares, how_many); });
  }
  turn_home();
  measure_all(state, workers);
}

}  // namespace

void contention() {
  const int cores = std::max(1, int(std::thread::hardware_concurrency()));
  for (int forkers = 1;; forkers = std::min(2 * forkers, cores)) {
    const std::string how_many =
        std::string("/").append(std::to_string(forkers));
    add("contention/one_namespace" + how_many, [=](State& state) {
      all_in_one(state, forkers);
    })->Iterations(children * forkers);
    add("contention/own_namespaces" + how_many, [=](State& state) {
      each_in_its_own(state, forkers);
    })->Iterations(children * forkers);
    if (forkers == cores) break;
  }
}

}  // namespace pidlab
