// What a child costs, by the call that makes it: the call itself, the time
// until the child's first instruction, and from its exit until it is reaped.
#include <spawn.h>

#include <filesystem>

#include "benchmarks/processes.h"
#include "benchmarks/suites.h"

namespace pidlab {
namespace {

namespace fs = std::filesystem;

// What the ways of making a child need, made before the first is timed.
struct Stage {
  Fd memory{must(memfd_create("life", MFD_CLOEXEC))};
  Life& life = map(memory);
  const std::string spawned =
      fs::read_symlink("/proc/self/exe").parent_path() / "spawned";
  Namespace target;

  ~Stage() { munmap(&life, sizeof life); }

  static Life& map(int fd) {
    must(ftruncate(fd, sizeof(Life)));
    void* const at =
        mmap(nullptr, sizeof(Life), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED) broken(strerrorname_np(errno));
    return *new (at) Life;
  }
};

pid_t by_fork(Stage& stage) {
  const pid_t child = fork();
  if (child == 0) live(stage.life);
  return child;
}

// The parent stands still until the child has left, so that may not wait.
pid_t by_vfork(Stage& stage) {
  stage.life.may_leave = true;
  const pid_t child = vfork();
  if (child == 0) live(stage.life);
  return child;
}

// Its "first instruction" comes after an exec.
pid_t by_posix_spawn(Stage& stage) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, stage.memory, 3);
  char* argv[] = {nullptr, nullptr};
  char name[] = "spawned";
  argv[0] = name;
  pid_t child;
  const int error = posix_spawn(&child, stage.spawned.c_str(), &actions,
                                nullptr, argv, nullptr);
  posix_spawn_file_actions_destroy(&actions);
  errno = error;
  return error == 0 ? child : -1;
}

template <__u64 flags>
pid_t by_clone3(Stage& stage) {
  const pid_t child = clone3(flags);
  if (child == 0) live(stage.life);
  return child;
}

// A namespace of each type that this kernel has.
pid_t by_clone3_all(Stage& stage) {
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
  if (child == 0) live(stage.life);
  return child;
}

pid_t by_unshare(Stage& stage) {
  return unshare(CLONE_NEWPID) == -1 ? -1 : by_fork(stage);
}

// An ordinary user could make no namespace to go to.
pid_t by_setns_to(Stage& stage, const Fd& target) {
  errno = stage.target.error;
  if (errno != 0 || setns(target, CLONE_NEWPID) == -1) return -1;
  return by_fork(stage);
}

pid_t by_setns(Stage& stage) { return by_setns_to(stage, stage.target.fd); }

pid_t by_setns_pidfd(Stage& stage) {
  return by_setns_to(stage, stage.target.pidfd);
}

enum Part { call, first, reaped };

struct Way {
  const char* name;
  pid_t (*make)(Stage&);
  bool turns = false;  // where the next children are born as well
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

// One child from the call until it is reaped, or -1 if it could not be made.
double lifetime(const Way& way, Part part, Stage& stage) {
  stage.life.may_leave = false;
  const double before = now_ns();
  const pid_t child = way.make(stage);
  const double returned = now_ns();
  if (child == -1) return -1;
  stage.life.may_leave = true;
  must(waitpid(child, nullptr, 0));
  const double waited = now_ns();
  if (way.turns) turn_home();
  return part == call    ? returned - before
         : part == first ? stage.life.born - before
                         : waited - stage.life.leaving;
}

}  // namespace

void creation() {
  for (const Way& way : ways) {
    for (const auto& [part, name] :
         {std::pair(call, "call"), {first, "first"}, {reaped, "reaped"}}) {
      const auto body = [&way, part = part](State& state) {
        Stage stage;
        if (lifetime(way, part, stage) == -1) return skip(state, errno);
        measure(state, [&] { return must(lifetime(way, part, stage)); });
      };
      add(std::string("creation/") + way.name + "/" + name, body)
          ->Iterations(children);
    }
  }
}

}  // namespace pidlab
