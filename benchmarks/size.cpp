// How cost grows with the members of a PID namespace: its death, reading the
// directory of its /proc, and a signal to all of it.
#include <dirent.h>
#include <sys/mount.h>

#include "benchmarks/processes.h"
#include "benchmarks/suites.h"

namespace pidlab {
namespace {

// Makes so many members, and waits until all are at rest. If they cannot be
// made, it exits with errno's number, and all made so far die with their init.
void populate(int members) {
  Gate at_rest;
  for (int i = 0; i < members; ++i) {
    const pid_t child = fork();
    if (child == -1) _exit(errno);
    if (child == 0) {
      at_rest.open();
      for (;;) pause();
    }
  }
  for (int i = 0; i < members; ++i) at_rest.wait();
}

// From the init's SIGKILL until it can be reaped: the kernel lets that be only
// when all members are gone.
void death(State& state, int members) {
  measure(state, [&]() -> double {
    int ends[2];
    must(pipe2(ends, O_CLOEXEC));
    const Fd read_end(ends[0]);
    Fd write_end(ends[1]);
    const pid_t init = nested(1, [&] {
      populate(members);
      must(write(write_end, "!", 1));
      for (;;) pause();
    });
    if (init == -1) {
      skip(state, errno);
      return 0;
    }
    write_end.reset();
    char byte;
    if (must(read(read_end, &byte, 1)) == 0) {
      skip(state, reason(init));
      return 0;
    }
    const double before = now_ns();
    must(kill(init, SIGKILL));
    must(waitpid(init, nullptr, 0));
    return now_ns() - before;
  });
}

// Who reads is a member too. In a chroot "/" need not be a mount, /proc is one.
// Members come last: they would keep the socket of who fails from its end.
auto reading_its_proc(int members) {
  must(unshare(CLONE_NEWNS));
  must(mount("", "/proc", nullptr, MS_PRIVATE, nullptr));
  must(mount("proc", "/proc", "proc", 0, nullptr));
  populate(members - 1);
  return [directory = opendir("/proc")] {
    const double before = now_ns();
    rewinddir(directory);
    while (readdir(directory) != nullptr) {
    }
    return now_ns() - before;
  };
}

// A signal to all but the sender, whom kill(-1) leaves out, and the init. None
// has a handler for it: it is discarded when it is sent, and wakes nobody up.
auto signalling_all(int members) {
  populate(members);
  return [] {
    const double before = now_ns();
    must(kill(-1, SIGURG));
    return now_ns() - before;
  };
}

}  // namespace

void size() {
  for (const int members : {1, 4, 16, 64, 256, 1024, 4096}) {
    const std::string how_many =
        std::string("/").append(std::to_string(members));
    const int few = std::max(1, 256 / members);  // making them takes longer
    add("size/death" + how_many, [=](State& state) {
      death(state, members);
    })->Iterations(few);
    add("size/readdir_proc" + how_many, [=](State& state) {
      Worker(1, [=] { return reading_its_proc(members); }).measure(state);
    })->Iterations(Worker::round * few);
    add("size/kill_all" + how_many, [=](State& state) {
      Worker(1, [=] { return signalling_all(members); }).measure(state);
    })->Iterations(Worker::round * few);
  }
}

}  // namespace pidlab
