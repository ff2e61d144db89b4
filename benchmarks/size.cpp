// Times what depends on the number of members of a PID namespace: its death,
// reading the directory of its /proc, and a signal to all members.
#include <dirent.h>
#include <sys/mount.h>

#include "benchmarks/processes.h"
#include "benchmarks/suites.h"

namespace pidlab {
namespace {

// Creates the members and waits until all of them sleep. If that fails, exits
// with errno; the kernel kills the members created so far with their init.
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

// From SIGKILL to the init until it is reaped: an init can be reaped only when
// all members are gone.
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

// The reader is a member too. In a chroot, "/" may not be a mount, but /proc is
// one. The members are created last: they inherit the socket of the reader, and
// the main process would not see its end if a later call failed.
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

// A signal to all but the sender and the init, which kill(-1) leaves out. None
// has a handler: the kernel discards the signal at once and wakes no process.
auto signalling_all(int members) {
  // Its parent is outside: otherwise this is the namespace of the whole
  // machine.
  if (getppid() != 0) broken("not in a PID namespace of its own");
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
