// A child's life, told by itself in memory that it shares with its parent.
#pragma once

#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <atomic>

namespace pidlab {

inline double now_ns() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
}

struct Life {
  double born;
  double leaving;
  std::atomic<bool> may_leave;
};

/// Lives it: the child leaves when its parent is about to wait for it, or after
/// a while, should the parent be dead.
[[noreturn]] inline void live(Life& life) {
  life.born = now_ns();
  for (int i = 0; i < 1'000'000 && !life.may_leave; ++i) sched_yield();
  life.leaving = now_ns();
  _exit(0);
}

}  // namespace pidlab
