// Times the calls about namespaces alone, without a child.
#include <linux/nsfs.h>
#include <sys/ioctl.h>

#include "benchmarks/processes.h"
#include "benchmarks/suites.h"

#ifndef NS_GET_PID_IN_PIDNS  // since Linux 6.11
#define NS_GET_PID_IN_PIDNS _IOR(NSIO, 0x8, int)
#endif

namespace pidlab {
namespace {

// Calls that may fail, and whose effect does not have to be undone.
template <typename Call>
void measure_calls(State& state, Call call) {
  if (call() == -1) return skip(state, errno);
  measure(state, in_batch([&] { must(call()); }), batch);
}

// Calls that return a descriptor; it is closed outside of the timed part.
template <typename Call>
void measure_opening(State& state, Call call) {
  const int trial = call();
  if (trial == -1) return skip(state, errno);
  close(trial);
  int fds[batch];
  int count = 0;
  auto once = in_batch([&] { fds[count++] = call(); });
  measure(
      state,
      [&] {
        count = 0;
        const double ns = once();
        for (const int fd : fds) close(must(fd));
        return ns;
      },
      batch);
}

// Adds a benchmark that needs another PID namespace.
template <typename Body>
void add_about(const char* name, Body body) {
  add(name, [body](State& state) {
    const Namespace other;
    if (other.error != 0) return skip(state, other.error);
    body(state, other);
    if (geteuid() == 0) turn_home();
  });
}

}  // namespace

void namespaces() {
  add_about("namespaces/setns", [](State& state, const Namespace& other) {
    measure_calls(state, [&] { return setns(other.fd, CLONE_NEWPID); });
  });

  add_about("namespaces/setns_pidfd", [](State& state, const Namespace& other) {
    measure_calls(state, [&] { return setns(other.pidfd, CLONE_NEWPID); });
  });

  // A second unshare fails with EINVAL unless the first is undone.
  add("namespaces/unshare", [](State& state) {
    const auto once = [] {
      const double before = now_ns();
      const int result = unshare(CLONE_NEWPID);
      const double after = now_ns();
      if (result == -1) return -1.0;
      turn_home();
      return after - before;
    };
    if (once() == -1) return skip(state, errno);
    measure(state, [&] { return must(once()); });
  });

  add("namespaces/open_link", [](State& state) {
    const std::string link = "/proc/" + std::to_string(getpid()) + "/ns/pid";
    measure_opening(state, [&] { return open(link.c_str(), O_RDONLY); });
  });

  add("namespaces/pidfd_open", [](State& state) {
    measure_opening(state,
                    [] { return int(syscall(SYS_pidfd_open, getpid(), 0)); });
  });

  add_about(
      "namespaces/NS_GET_PARENT", [](State& state, const Namespace& other) {
        measure_opening(state, [&] { return ioctl(other.fd, NS_GET_PARENT); });
      });

  add_about("namespaces/NS_GET_PID_IN_PIDNS",
            [](State& state, const Namespace& other) {
              measure_calls(state, [&] {
                return ioctl(other.fd, NS_GET_PID_IN_PIDNS, other.init);
              });
            });
}

}  // namespace pidlab
