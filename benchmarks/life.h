// The times of a child, which writes them to memory shared with its parent.
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

/// Runs in the child: it exits when its parent is about to wait for it, or
/// after a while, in case the parent is dead.
[[noreturn]] inline void live(Life& life) {
  life.born = now_ns();
  for (int i = 0; i < 1'000'000 && !life.may_leave; ++i) sched_yield();
  life.leaving = now_ns();
  _exit(0);
}

}  // namespace pidlab
