// /proc/PID/task/TID/children has PIDs of its mount's namespace.
//
// The file lists the processes that this thread has created. Each reader gets
// their PIDs in the namespace of the mount, even for a child in a nested one.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──mount("proc")──▶ /tmp                    init's namespace
//   init   ──fork()─────────────────────────▶ child   PID 2
//   init   ──unshare(CLONE_NEWPID), fork()──▶ nested  PID 1, for init PID 3
//   caller ──read(children)                           in /proc and in /tmp
#include <sched.h>
#include <sys/mount.h>

#include <filesystem>
#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

static void observe_children(const std::string& where,
                             const std::string& children) {
  std::ifstream file(children);
  int count = 0;
  for (pid_t pid; file >> pid;) {
    observe("init.pid_of_child_" + std::to_string(++count) + "_in_" + where,
            pid);
  }
  observe("init.count_of_children_in_" + where, count);
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  Gate ready, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(mount("proc", "/tmp", "proc", 0, nullptr));
    for (const std::string actor : {"child", "nested"}) {
      if (actor == "nested") must(unshare(CLONE_NEWPID));
      if (must(fork()) == 0) {
        // The caller's /proc is still mounted, so this is the PID outside.
        const auto self = std::filesystem::read_symlink("/proc/self").string();
        observe(actor + ".pid_outside", std::stoi(self));
        ready.open();
        finished.wait();
        _exit(0);
      }
    }
    finished.wait();
    _exit(0);
  }
  ready.wait();
  ready.wait();
  const std::string task = std::to_string(init) + "/task/";
  observe_children("outer",
                   "/proc/" + task + std::to_string(init) + "/children");
  observe_children("inner", "/tmp/1/task/1/children");
  finished.open(3);
  must(waitpid(init, nullptr, 0));
}
