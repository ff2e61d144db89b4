// set_tid with an impossible PID or array size fails with EINVAL.
//
// A PID is at least 1 and less than pid_max. The array has at most one element
// for each level, from the child's namespace outward. An array without a size
// is not valid, and a size without an array is not valid either.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──────────────────▶ init     PID 1
//   init   ──clone3(set_tid = ...)───▶ child    only as pid_max - 1
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include <cstdint>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd file(must(open("/proc/sys/kernel/pid_max", O_RDONLY | O_CLOEXEC)));
    char text[16] = {};
    must(read(file, text, sizeof text - 1));
    const pid_t pid_max = atoi(text);

    pid_t zero[] = {0}, negative[] = {-1}, max[] = {pid_max};
    pid_t below[] = {pid_max - 1}, many[33] = {70, 70, 70};
    const struct {
      const char* name;
      pid_t* numbers;
      unsigned size;
    } attempts[] = {
        {"init.clone3_zero", zero, 1},
        {"init.clone3_negative", negative, 1},
        {"init.clone3_pid_max", max, 1},
        {"init.clone3_below_pid_max", below, 1},
        {"init.clone3_too_many_levels", many, 32},
        {"init.clone3_too_many_at_all", many, 33},
        {"init.clone3_no_size", below, 0},
        {"init.clone3_no_numbers", nullptr, 1},
    };
    for (const auto& [name, numbers, size] : attempts) {
      clone_args args{.exit_signal = SIGCHLD,
                      .set_tid = reinterpret_cast<std::uintptr_t>(numbers),
                      .set_tid_size = size};
      const pid_t child = syscall(SYS_clone3, &args, sizeof args);
      if (child == 0) _exit(0);
      observe(name, outcome(child));
      if (child != -1) must(waitpid(child, nullptr, 0));
    }
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
