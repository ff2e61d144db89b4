// Times the same calls at several depths of nesting. At depth d, a process has
// d + 1 PIDs: one in its own PID namespace and one in each above.
#include "benchmarks/processes.h"
#include "benchmarks/suites.h"

namespace pidlab {
namespace {

// Adds a benchmark at each depth; `prepare` runs at that depth.
template <typename Prepare>
void add_depths(const std::string& name, int calls, Prepare prepare) {
  for (const int depth : {0, 1, 2, 4, 8, 16, 31}) {
    auto* const added = add(
        "depth/" + name + "/" + std::to_string(depth),
        [=](State& state) { Worker(depth, prepare, calls).measure(state); });
    if (calls == 1) added->Iterations(children);
  }
}

// The same, for a call that is timed in batches and needs no preparation.
template <typename Call>
void add_depths_of(const std::string& name, Call call) {
  add_depths(name, batch, [call] { return in_batch(call); });
}

}  // namespace

void depth() {
  add_depths("fork+wait", 1, [] { return fork_and_wait; });
  add_depths("kill_0", batch, [] {
    return in_batch([self = getpid()] { must(kill(self, 0)); });
  });
  add_depths_of("getpid", [] { getpid(); });
  add_depths_of("getppid", [] { getppid(); });
  add_depths("SCM_CREDENTIALS", batch, [] {
    return in_batch([sockets = CredentialSockets()]() mutable {
      sockets.send_one();
      sockets.receive_one();
    });
  });
  add_depths_of("proc_self_status", [] {
    char text[8192];
    const Fd status(must(open("/proc/self/status", O_RDONLY | O_CLOEXEC)));
    must(read(status, text, sizeof text));
  });
}

}  // namespace pidlab
