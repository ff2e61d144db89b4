// The processes that measure, and those that only exist. They are created
// outside the timed part, and none outlives this program, however it ends.
#pragma once

#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "benchmarks/instruments.h"

namespace pidlab {

/// This program: its children poll whether it still lives.
inline const Fd main_process(must(int(syscall(SYS_pidfd_open, getpid(), 0))));

/// Lets the kernel kill the calling child when its parent ends. If the parent
/// has ended before, the kernel sends no signal, and the child exits now.
inline void die_with_parent() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  pollfd main{main_process, POLLIN, 0};
  if (poll(&main, 1, 0) != 0) _exit(0);
}

/// Creates a child by clone3 with these flags; returns as fork does.
inline pid_t clone3(__u64 flags) {
  clone_args args{.flags = flags, .exit_signal = SIGCHLD};
  return pid_t(syscall(SYS_clone3, &args, sizeof args));
}

/// Why a child ended before it could do its part: the errno that it exited
/// with. `must` exits with 99, after a message.
inline int reason(pid_t child) {
  int status = 0;
  must(waitpid(child, &status, 0));
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  if (code == 0 || code == 99) broken("a process could not be set up");
  return code;
}

/// Runs `body` in a process that is `levels` PID namespaces below this one. If
/// a level cannot be created, the child exits with errno.
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

/// Puts the next children into the PID namespace of this process.
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
  /// The PID of the sender in this namespace, or -1 if the sending end is
  /// closed.
  pid_t receive_one() {
    char byte;
    iovec data{&byte, 1};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))];
    msghdr message{.msg_iov = &data,
                   .msg_iovlen = 1,
                   .msg_control = control,
                   .msg_controllen = sizeof control};
    if (must(recvmsg(receiver, &message, 0)) == 0) return -1;
    ucred from{};
    if (const cmsghdr* const part = CMSG_FIRSTHDR(&message)) {
      memcpy(&from, CMSG_DATA(part), sizeof from);
    }
    return from.pid;
  }

  Fd sender, receiver;
};

/// A PID namespace that is `levels` levels below. Its only member is an init
/// that sleeps; so is the only member of each level between.
class Namespace {
 public:
  explicit Namespace(int levels = 1) {
    CredentialSockets sockets;
    outermost_ = nested(levels, [&] {
      sockets.send_one();
      for (;;) pause();
    });
    error = outermost_ == -1 ? errno : 0;
    if (error != 0) return;
    sockets.sender.reset();
    init = sockets.receive_one();
    if (init == -1) {
      error = reason(std::exchange(outermost_, -1));
      return;
    }
    const std::string link = "/proc/" + std::to_string(init) + "/ns/pid";
    fd = Fd(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
    pidfd = Fd(must(int(syscall(SYS_pidfd_open, init, 0))));
  }
  Namespace(const Namespace&) = delete;
  ~Namespace() {
    if (outermost_ == -1) return;
    kill(outermost_, SIGKILL);
    waitpid(outermost_, nullptr, 0);
  }

  pid_t init;
  int error;  // why it could not be created: errno, or 0
  Fd fd, pidfd;

 private:
  pid_t outermost_;
};

/// A process that measures in a PID namespace that is `levels` levels below. It
/// is a child of this process at any depth: what fork copies also grows with
/// the generations (anon_vma_fork).
class Worker {
 public:
  /// `prepare` runs in the process and returns what is measured: a callable
  /// that returns the nanoseconds of `calls` calls.
  template <typename Prepare>
  Worker(int levels, Prepare prepare, int calls = 1) : calls_(calls) {
    if (levels > 0) {
      home_ = std::make_unique<Namespace>(levels);
      error_ = home_->error;
      if (error_ != 0) return;
      must(setns(home_->fd, CLONE_NEWPID));
    }
    int ends[2];
    must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends));
    Fd ours(ends[0]), its(ends[1]);
    pid_ = nested(0, [&] {
      auto once = prepare();
      int wanted = 0;
      do {
        for (int i = 0; i < wanted; ++i) (*done_)[i] = once();
      } while (send(its, &wanted, sizeof wanted, MSG_NOSIGNAL) > 0 &&
               recv(its, &wanted, sizeof wanted, 0) > 0);
    });
    error_ = pid_ == -1 ? errno : 0;
    if (levels > 0) turn_home();
    its.reset();
    socket_ = std::move(ours);
    if (error_ == 0 && !answered()) {
      error_ = reason(std::exchange(pid_, -1));
    }
  }
  Worker(Worker&& other) noexcept
      : home_(std::move(other.home_)),
        calls_(other.calls_),
        pid_(std::exchange(other.pid_, -1)),
        error_(other.error_),
        socket_(std::move(other.socket_)),
        done_(std::move(other.done_)) {}
  ~Worker() {
    if (pid_ == -1) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }

  /// Why it could not be created: errno, or 0.
  int error() const { return error_; }

  /// How many samples it takes after start().
  static constexpr int round = 16;

  void start() { must(send(socket_, &round, sizeof round, MSG_NOSIGNAL)); }
  std::span<const double> durations() {
    if (!answered()) broken("a process that measures has died");
    return std::span(*done_).first(round);
  }

  /// Measures in that process.
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

  std::unique_ptr<Namespace> home_;
  int calls_;
  pid_t pid_ = -1;
  int error_;
  Fd socket_;
  decltype(shared<std::array<double, round>>()) done_ =
      shared<std::array<double, round>>();
};

}  // namespace pidlab
