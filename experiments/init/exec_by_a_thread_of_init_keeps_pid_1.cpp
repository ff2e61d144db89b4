// When another thread of init calls execve(2), the new program is PID 1, TID 1.
//
// execve(2) ends all other threads. The calling thread takes over the TID of
// the first thread. So the PID namespace goes on: the new program is its
// reaper, is still protected, and can create processes.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()───────────▶ init      PID 1 of the new namespace
//   init   ──pthread_create()─▶ thread    TID 2, execve(): now TID 1
//   init   ──fork()───────────▶ parent    PID 3, ends before its child
//   parent ──fork()───────────▶ orphan    PID 4
#include <pthread.h>
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main(int argc, char** argv) {
  if (argc > 1) {  // the thread after execve
    observe("init.pid_after", getpid());
    observe("init.tid_after", gettid());
    observe("init.kill_kill", outcome(kill(getpid(), SIGKILL)));

    Gate orphaned;
    const pid_t parent = must(fork());
    if (parent == 0) {
      const pid_t orphan = must(fork());
      if (orphan != 0) _exit(0);
      orphaned.wait();
      observe("orphan.ppid", getppid());
      _exit(0);
    }
    must(waitpid(parent, nullptr, 0));
    orphaned.open();
    observe("init.reaped", wait(nullptr));
    _exit(0);
  }

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    pthread_t thread;
    const auto exec = [](void* name) -> void* {
      observe("thread.tid", gettid());
      must(execl("/proc/self/exe", static_cast<char*>(name), "again", nullptr));
      return nullptr;
    };
    if (pthread_create(&thread, nullptr, exec, argv[0])) broken("no thread");
    for (;;) pause();
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
