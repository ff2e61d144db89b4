// In core_pattern, %p is the PID inside, %P the PID in the initial namespace.
//
// The machine has one pattern for all PID namespaces. %p and %P are the PIDs of
// the process, %i and %I the TIDs of the thread that faults.
//
//   caller                            in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()───────────▶ init     PID 1 of the new namespace
//   init   ──pthread_create()─▶ thread   TID 2, faults: the kernel dumps init
#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <sstream>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(chdir("/tmp"));
  const Fd pattern(must(open("/proc/sys/kernel/core_pattern", O_RDWR)));
  std::string old(128, '\0');
  old.resize(must(pread(pattern, old.data(), old.size(), 0)));
  must(pwrite(pattern, "%p %P %i %I", 11, 0));
  const rlimit no_limit{RLIM_INFINITY, RLIM_INFINITY};
  must(setrlimit(RLIMIT_CORE, &no_limit));

  must(unshare(CLONE_NEWPID));
  Gate created, listed;
  const pid_t init = must(fork());
  if (init == 0) {
    pthread_t thread;
    const auto fault = [](void* gate) -> void* {
      static_cast<Gate*>(gate)->wait();
      __builtin_trap();
    };
    if (pthread_create(&thread, nullptr, fault, &listed)) broken("no thread");
    created.open();
    for (;;) pause();
  }
  observe("init.pid_outside", init);
  created.wait();
  DIR* folder = opendir(("/proc/" + std::to_string(init) + "/task").c_str());
  while (const dirent* task = folder ? readdir(folder) : nullptr) {
    const pid_t tid = atoi(task->d_name);  // 0: "." or ".."
    if (tid != 0 && tid != init) observe("thread.tid_outside", tid);
  }
  listed.open();
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
  must(pwrite(pattern, old.data(), old.size(), 0));

  folder = opendir(".");
  while (const dirent* file = folder ? readdir(folder) : nullptr) {
    std::istringstream name(file->d_name);
    int pid, initial_pid, tid, initial_tid;
    if (!(name >> pid >> initial_pid >> tid >> initial_tid)) continue;
    observe("caller.pid_in_core", pid);
    observe("caller.pid_outside_in_core", initial_pid);
    observe("caller.tid_in_core", tid);
    observe("caller.tid_outside_in_core", initial_tid);
  }
}
