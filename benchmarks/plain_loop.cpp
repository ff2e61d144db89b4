// Prints the median of fork+wait in a plain loop, in nanoseconds, without
// Google Benchmark and our instruments: `ci/bench --self-check` compares the
// two. It runs in the same program as the benchmarks, because the cost of fork
// depends on what is mapped, and as often as floor/fork+wait, because the first
// hundreds of forks cost most.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "benchmarks/suites.h"

enum { count = 256 };
static double durations[count];

static int compare(const void* a, const void* b) {
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

int pidlab::plain_loop() {
  for (int i = 0; i < count; ++i) {
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    const pid_t child = fork();
    if (child == -1) return 1;
    if (child == 0) _exit(0);
    if (waitpid(child, NULL, 0) == -1) return 1;
    clock_gettime(CLOCK_MONOTONIC, &after);
    durations[i] =
        (after.tv_sec - before.tv_sec) * 1e9 + (after.tv_nsec - before.tv_nsec);
  }
  qsort(durations, count, sizeof *durations, compare);
  printf("%.0f\n", durations[count / 2]);
  return 0;
}
