// The instruments of a benchmark: a clock, what was measured, and processes in
// which to measure. All that takes a while to make is made outside of the timed
// part; nothing outlives this program, however it ends.
#pragma once

#include <benchmark/benchmark.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>

#include "benchmarks/life.h"
#include "harness/experiment.h"

namespace pidlab {

using benchmark::State;

/// An object that this process and its children share. What is shared is not
/// copied by fork: its size does not change what fork costs.
template <typename T>
auto shared() {
  const auto unmap = [](T* object) { munmap(object, sizeof(T)); };
  void* const memory = mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) broken(strerrorname_np(errno));
  return std::unique_ptr<T, decltype(unmap)>(new (memory) T, unmap);
}

/// What is too short for a clock reading each is measured so many at a time.
constexpr int batch = 32;

/// Nanoseconds that a batch of calls takes.
template <typename Call>
auto in_batch(Call call) {
  return [call = std::move(call)]() mutable {
    const double before = now_ns();
    for (int i = 0; i < batch; ++i) call();
    return now_ns() - before;
  };
}

/// Nanoseconds that a child costs which does nothing.
inline double fork_and_wait() {
  const double before = now_ns();
  const pid_t child = fork();
  if (child == 0) _exit(0);
  must(waitpid(must(child), nullptr, 0));
  return now_ns() - before;
}

/// The durations of a benchmark, of which Google Benchmark keeps the sum only.
class Samples {
 public:
  explicit Samples(State& state, int calls = 1)
      : state_(state), calls_(calls) {}

  void add(double ns) {
    state_.SetIterationTime(ns * 1e-9);
    (*kept_)[count_++ % kept_->size()] = ns / calls_;
  }

  ~Samples() {
    const auto kept = std::span(*kept_).first(std::min(count_, kept_->size()));
    if (kept.empty()) return;
    std::sort(kept.begin(), kept.end());
    state_.counters["p50_ns"] = kept[kept.size() / 2];
    state_.counters["p99_ns"] = kept[kept.size() * 99 / 100];
  }

 private:
  State& state_;
  const int calls_;
  size_t count_ = 0;
  decltype(shared<std::array<double, 1 << 16>>()) kept_ =
      shared<std::array<double, 1 << 16>>();
};

/// Measures here: `once` gives the nanoseconds of so many calls.
template <typename Once>
void measure(State& state, Once once, int calls = 1) {
  Samples samples(state, calls);
  while (state.KeepRunningBatch(calls)) samples.add(once());
}

/// Adds a benchmark; its name is suite/what/how or suite/what/how many.
template <typename Body>
auto* add(const std::string& name, Body body) {
  return benchmark::RegisterBenchmark(name.c_str(), body)->UseManualTime();
}

/// Leaves a benchmark out because the machine refused something.
inline void skip(State& state, int error) {
  const std::string name = strerrorname_np(error);
  const std::string why =
      error == EPERM    ? "needs CAP_SYS_ADMIN: run as root, or in unshare "
                          "--user --map-root-user --pid --fork --mount-proc"
      : error == EAGAIN ? "needs more processes: ulimit -u, and pids.max of "
                          "the cgroup"
      : error == ENOSPC ? "needs more PID namespaces: /proc/sys/user/"
                          "max_pid_namespaces, and at most 32 levels in all"
                        : "needs a kernel that can do it";
  state.SkipWithError((why + " (" + name + ")").c_str());
}

/// This program, for its children to see whether it lives.
inline const Fd main_process(must(int(syscall(SYS_pidfd_open, getpid(), 0))));

/// The calling child is killed when its parent ends; if that has happened
/// already, and so comes no more, it ends now.
inline void die_with_parent() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  pollfd main{main_process, POLLIN, 0};
  if (poll(&main, 1, 0) != 0) _exit(0);
}

/// A child made by clone3 with those flags, or -1.
inline pid_t clone3(__u64 flags) {
  clone_args args{.flags = flags, .exit_signal = SIGCHLD};
  return pid_t(syscall(SYS_clone3, &args, sizeof args));
}

/// Runs `body` in a process that is that many PID namespaces below this one. If
/// there cannot be so many, the child exits with errno's number.
template <typename Body>
pid_t nested(int levels, Body body) {
  const pid_t child = clone3(levels > 0 ? CLONE_NEWPID : 0);
  if (child != 0) return child;
  die_with_parent();
  if (levels > 1) {
    const pid_t next = nested(levels - 1, body);
    int status = 0;
    if (next == -1) _exit(errno);
    must(waitpid(next, &status, 0));
    _exit(WEXITSTATUS(status));
  }
  body();
  _exit(0);
}

/// A process that measures what cannot be measured here, because it is about
/// where one is: so many PID namespaces below.
class Worker {
 public:
  /// `prepare` runs in the process and gives what it shall do: a callable that
  /// returns the nanoseconds of so many calls.
  template <typename Prepare>
  Worker(int levels, Prepare prepare, int calls = 1) : calls_(calls) {
    int ends[2];
    must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends));
    Fd ours(ends[0]), its(ends[1]);
    pid_ = nested(levels, [&] {
      auto once = prepare();
      int wanted = 0;
      do {
        for (int i = 0; i < wanted; ++i) (*done_)[i] = once();
      } while (send(its, &wanted, sizeof wanted, MSG_NOSIGNAL) > 0 &&
               recv(its, &wanted, sizeof wanted, 0) > 0);
    });
    error_ = pid_ == -1 ? errno : 0;
    its.reset();
    socket_ = std::move(ours);
    if (error_ == 0 && !answered()) {
      int status = 0;
      must(waitpid(pid_, &status, 0));
      pid_ = -1;
      error_ = WEXITSTATUS(status);
    }
  }
  Worker(Worker&& other) noexcept
      : calls_(other.calls_),
        pid_(std::exchange(other.pid_, -1)),
        error_(other.error_),
        socket_(std::move(other.socket_)),
        done_(std::move(other.done_)) {}
  ~Worker() {
    if (pid_ == -1) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }

  /// Why it could not be made: errno's number, or 0.
  int error() const { return error_; }

  /// How many times it measures when told to.
  static constexpr int round = 16;

  void start() { must(send(socket_, &round, sizeof round, MSG_NOSIGNAL)); }
  std::span<const double> durations() {
    if (!answered()) broken("a process that measures has died");
    return std::span(*done_).first(round);
  }

  /// Measures there.
  void measure(State& state) {
    if (error_ != 0) return skip(state, error_);
    Samples samples(state, calls_);
    while (state.KeepRunningBatch(round * calls_)) {
      start();
      for (const double ns : durations()) samples.add(ns);
    }
  }

 private:
  bool answered() {
    int done;
    return recv(socket_, &done, sizeof done, 0) == sizeof done;
  }

  int calls_;
  pid_t pid_;
  int error_;
  Fd socket_;
  decltype(shared<std::array<double, round>>()) done_ =
      shared<std::array<double, round>>();
};

/// A PID namespace with nobody in it but an init that waits.
class Namespace {
 public:
  Namespace() : pid(nested(1, [] { pause(); })), error(pid == -1 ? errno : 0) {
    if (error != 0) return;
    const std::string link = "/proc/" + std::to_string(pid) + "/ns/pid";
    fd = Fd(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
    pidfd = Fd(must(int(syscall(SYS_pidfd_open, pid, 0))));
  }
  Namespace(const Namespace&) = delete;
  ~Namespace() {
    if (error != 0) return;
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
  }

  const pid_t pid;
  const int error;
  Fd fd, pidfd;
};

/// From now on, our children are born where we are ourselves.
inline void turn_home() {
  static const Fd home(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  must(setns(home, CLONE_NEWPID));
}

/// Two connected sockets; the receiver learns the sender's credentials.
struct CredentialSockets {
  explicit CredentialSockets(int pass_credentials = 1) {
    int ends[2];
    must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends));
    sender = Fd(ends[0]);
    receiver = Fd(ends[1]);
    must(setsockopt(receiver, SOL_SOCKET, SO_PASSCRED, &pass_credentials,
                    sizeof pass_credentials));
  }

  void send_one() { must(send(sender, "", 1, 0)); }
  void receive_one() {
    char byte;
    iovec data{&byte, 1};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))];
    msghdr message{.msg_iov = &data,
                   .msg_iovlen = 1,
                   .msg_control = control,
                   .msg_controllen = sizeof control};
    must(recvmsg(receiver, &message, 0));
  }

  Fd sender, receiver;
};

}  // namespace pidlab
