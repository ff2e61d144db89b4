// max_pid_namespaces starts at threads-max/2; in a new user namespace, INT_MAX.
//
// The first number is that of the initial user namespace. The second one is
// that of each user namespace that is created later.
//
//   caller                                 in the initial user namespace
//   caller ──fork()─▶ tenant               unshare(CLONE_NEWUSER)
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static int number_in(const char* path) {
  char text[16] = {};
  const Fd file(must(open(path, O_RDONLY | O_CLOEXEC)));
  must(read(file, text, sizeof text - 1));
  return atoi(text);
}

int main() {
  only_on_a_throwaway_machine();
  constexpr const char* path = "/proc/sys/user/max_pid_namespaces";
  observe("caller.max_pid_namespaces", number_in(path));
  observe("caller.count_of_half_threads_max",
          number_in("/proc/sys/kernel/threads-max") / 2);

  const pid_t tenant = must(fork());
  if (tenant == 0) {
    must(unshare(CLONE_NEWUSER));
    observe("tenant.max_pid_namespaces", number_in(path));
    _exit(0);
  }
  must(waitpid(tenant, nullptr, 0));
}
