// Times each call that creates a child: the call itself, the time until the
// first instruction of the child, and from its exit until it is reaped.
#include <spawn.h>

#include <filesystem>

#include "benchmarks/processes.h"
#include "benchmarks/suites.h"

namespace pidlab {
namespace {

namespace fs = std::filesystem;

// What the calls need. It is created before the timed part.
struct Setup {
  Fd memory{must(memfd_create("life", MFD_CLOEXEC))};
  Life& life = map(memory);
  const std::string spawned =
      fs::read_symlink("/proc/self/exe").parent_path() / "spawned";
  Namespace target;

  ~Setup() { munmap(&life, sizeof life); }

  static Life& map(int fd) {
    must(ftruncate(fd, sizeof(Life)));
    void* const at =
        mmap(nullptr, sizeof(Life), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED) broken(strerrorname_np(errno));
    return *new (at) Life;
  }
};

pid_t by_fork(Setup& setup) {
  const pid_t child = fork();
  if (child == 0) live(setup.life);
  return child;
}

// The parent is suspended until the child has exited: the child must not wait.
pid_t by_vfork(Setup& setup) {
  setup.life.may_leave = true;
  const pid_t child = vfork();
  if (child == 0) live(setup.life);
  return child;
}

// The first instruction comes after an exec.
pid_t by_posix_spawn(Setup& setup) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, setup.memory, 3);
  char* argv[] = {nullptr, nullptr};
  char name[] = "spawned";
  argv[0] = name;
  pid_t child;
  const int error = posix_spawn(&child, setup.spawned.c_str(), &actions,
                                nullptr, argv, nullptr);
  posix_spawn_file_actions_destroy(&actions);
  errno = error;
  return error == 0 ? child : -1;
}

template <__u64 flags>
pid_t by_clone3(Setup& setup) {
  const pid_t child = clone3(flags);
  if (child == 0) live(setup.life);
  return child;
}

// A namespace of each type that this kernel has.
pid_t by_clone3_all(Setup& setup) {
  static const __u64 all = [] {
    __u64 flags = 0;
    for (const auto& [name, flag] :
         std::initializer_list<std::pair<const char*, __u64>>{
             {"cgroup", CLONE_NEWCGROUP},
             {"ipc", CLONE_NEWIPC},
             {"mnt", CLONE_NEWNS},
             {"net", CLONE_NEWNET},
             {"pid", CLONE_NEWPID},
             {"time", 0x80},  // CLONE_NEWTIME, only clone3 and unshare have it
             {"user", CLONE_NEWUSER},
             {"uts", CLONE_NEWUTS}}) {
      if (fs::exists(fs::path("/proc/self/ns") / name)) flags |= flag;
    }
    return flags;
  }();
  const pid_t child = clone3(all);
  if (child == 0) live(setup.life);
  return child;
}

pid_t by_unshare(Setup& setup) {
  return unshare(CLONE_NEWPID) == -1 ? -1 : by_fork(setup);
}

// An ordinary user cannot create the target namespace: the call fails with that
// error.
pid_t by_setns_to(Setup& setup, const Fd& target) {
  errno = setup.target.error;
  if (errno != 0 || setns(target, CLONE_NEWPID) == -1) return -1;
  return by_fork(setup);
}

pid_t by_setns(Setup& setup) { return by_setns_to(setup, setup.target.fd); }

pid_t by_setns_pidfd(Setup& setup) {
  return by_setns_to(setup, setup.target.pidfd);
}

enum Part { call, first, reaped };

struct Way {
  const char* name;
  pid_t (*make)(Setup&);
  // Whether the call also changes the namespace of the next children.
  bool turns = false;
};

constexpr Way ways[] = {
    {"fork", by_fork},
    {"vfork", by_vfork},
    {"posix_spawn", by_posix_spawn},
    {"clone3", by_clone3<0>},
    {"clone3+NEWPID", by_clone3<CLONE_NEWPID>},
    {"clone3+NEWPID+NEWUSER", by_clone3<CLONE_NEWPID | CLONE_NEWUSER>},
    {"clone3+NEWPID+NEWNS", by_clone3<CLONE_NEWPID | CLONE_NEWNS>},
    {"clone3+all", by_clone3_all},
    {"unshare+fork", by_unshare, true},
    {"setns+fork", by_setns, true},
    {"setns_pidfd+fork", by_setns_pidfd, true},
};

// Creates one child and reaps it. Returns the nanoseconds of the part, or -1 if
// the child could not be created.
double lifetime(const Way& way, Part part, Setup& setup) {
  setup.life.may_leave = false;
  const double before = now_ns();
  const pid_t child = way.make(setup);
  const double returned = now_ns();
  if (child == -1) return -1;
  setup.life.may_leave = true;
  must(waitpid(child, nullptr, 0));
  const double waited = now_ns();
  if (way.turns) turn_home();
  return part == call    ? returned - before
         : part == first ? setup.life.born - before
                         : waited - setup.life.leaving;
}

}  // namespace

void creation() {
  for (const Way& way : ways) {
    for (const auto& [part, name] :
         {std::pair(call, "call"), {first, "first"}, {reaped, "reaped"}}) {
      const auto body = [&way, part = part](State& state) {
        Setup setup;
        if (lifetime(way, part, setup) == -1) return skip(state, errno);
        measure(state, [&] { return must(lifetime(way, part, setup)); });
      };
      add(std::string("creation/") + way.name + "/" + name, body)
          ->Iterations(children);
    }
  }
}

}  // namespace pidlab
