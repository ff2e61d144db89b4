// All threads of a process have their TIDs in the same PID namespace.
//
// A thread is a task. Its TID is a PID in the namespace of its process. /proc
// lists processes, and /proc/PID/task lists the threads of a process: the same
// tasks inside and outside, with different TIDs.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()────────────────▶ init     PID 1, TID 1
//   init   ──mount("proc")──▶ /tmp/proc       init's namespace
//   init   ──std::thread───────────▶ thread   PID 1, TID 2
#include <sched.h>
#include <sys/mount.h>

#include <filesystem>
#include <thread>

#include "experiments/experiment.h"

using namespace pidlab;

static std::string numbers_in(const std::string& directory) {
  std::string numbers;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const std::string name = entry.path().filename();
    if (isdigit(name[0])) numbers += (numbers.empty() ? "" : " ") + name;
  }
  return numbers;
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/proc", 0755));

  Gate born, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(mount("proc", "/tmp/proc", "proc", 0, nullptr));
    std::thread thread([&] {
      observe("thread.pid", getpid());
      observe("thread.tid", gettid());
      observe("thread.ns", ns_inode("/tmp/proc/thread-self/ns/pid"));
      observe("init.pids", numbers_in("/tmp/proc"));
      observe("init.tids", numbers_in("/tmp/proc/self/task"));
      born.open();
      finished.wait();
    });
    thread.join();
    _exit(0);
  }
  born.wait();
  observe("init.pid_outside", init);
  int tasks = 0;
  const std::string directory = "/proc/" + std::to_string(init) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(directory)) {
    const std::string of_task = "_of_task_" + std::to_string(++tasks);
    observe("caller.tid" + of_task, std::stoi(task.path().filename()));
    observe("caller.ns" + of_task, ns_inode(task.path() / "ns/pid"));
  }
  finished.open();
  must(waitpid(init, nullptr, 0));
}
