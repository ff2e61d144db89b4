// Times the translation of a PID from one PID namespace to another: receiving
// the credentials of a sender, and SO_PEERCRED, within a namespace and across
// its border.
#include "benchmarks/processes.h"
#include "benchmarks/suites.h"

namespace pidlab {
namespace {

// The nanoseconds of receiving a batch that `send_all` has sent.
template <typename SendAll>
auto receiving(CredentialSockets& sockets, SendAll send_all) {
  return
      [send_all, receive = in_batch([&] { sockets.receive_one(); })]() mutable {
        send_all();
        return receive();
      };
}

void within(State& state, int pass_credentials) {
  CredentialSockets sockets(pass_credentials);
  measure(state,
          receiving(sockets,
                    [&] {
                      for (int i = 0; i < batch; ++i) sockets.send_one();
                    }),
          batch);
}

// Sent from a namespace below, received here.
void from_below(State& state) {
  CredentialSockets sockets;
  Worker sender(1, [&] {
    return [&] {
      for (int i = 0; i < batch / Worker::round; ++i) sockets.send_one();
      return 0.0;
    };
  });
  if (sender.error() != 0) return skip(state, sender.error());
  measure(state,
          receiving(sockets,
                    [&] {
                      sender.start();
                      sender.durations();
                    }),
          batch);
}

// Sent from here, received in a namespace below, where the sender has no PID.
void from_above(State& state) {
  CredentialSockets sockets;
  constexpr int few = 8;  // times Worker::round, they must fit into the socket
  Worker receiver(
      1,
      [&] {
        return [&] {
          const double before = now_ns();
          for (int i = 0; i < few; ++i) sockets.receive_one();
          return now_ns() - before;
        };
      },
      few);
  if (receiver.error() != 0) return skip(state, receiver.error());
  Samples samples(state, few);
  while (state.KeepRunningBatch(few * Worker::round)) {
    for (int i = 0; i < few * Worker::round; ++i) sockets.send_one();
    receiver.start();
    for (const double ns : receiver.durations()) samples.add(ns);
  }
}

int ask_for_peer(int socket) {
  ucred peer;
  socklen_t size = sizeof peer;
  return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size);
}

void peer_within(State& state) {
  const CredentialSockets sockets;
  measure(state, in_batch([&] { must(ask_for_peer(sockets.sender)); }), batch);
}

// The peer of a socket pair is the process that created it: here a child below,
// which shares its descriptors with this process.
void peer_below(State& state) {
  const auto ends = shared<std::array<int, 2>>();
  const pid_t child = clone3(CLONE_NEWPID | CLONE_FILES);
  if (child == 0) {
    _exit(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends->data()));
  }
  if (child == -1) return skip(state, errno);
  int status = 0;
  must(waitpid(child, &status, 0));
  if (status != 0) broken("the child below could not make sockets");
  const Fd ours((*ends)[0]), other((*ends)[1]);
  measure(state, in_batch([&] { must(ask_for_peer(ours)); }), batch);
}

}  // namespace

void translation() {
  add("translation/receive/no_credentials",
      [](State& state) { within(state, 0); });
  add("translation/receive/within", [](State& state) { within(state, 1); });
  add("translation/receive/from_below", from_below);
  add("translation/receive/from_above", from_above);
  add("translation/SO_PEERCRED/within", peer_within);
  add("translation/SO_PEERCRED/below", peer_below);
}

}  // namespace pidlab
