// /proc/PID/timers has the PID of a signal's receiver in its mount's namespace.
//
// The file lists the POSIX timers of a process: which signal a timer sends, and
// to which process or thread. The same timer has another PID in another mount.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──timer_create(), timer_create() for its thread
//   init   ──read(/proc/self/timers)                  the caller's /proc
//   init   ──mount("proc"), read(/tmp/self/timers)    its own
#include <sched.h>
#include <sys/mount.h>
#include <time.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

// Lines such as "notify: signal/pid.1" or "notify: signal/tid.1".
static void observe_timers(const std::string& where, const std::string& path) {
  std::ifstream file(path);
  for (std::string word; file >> word;) {
    const auto at = word.find('.');
    if (word.starts_with("signal/pid.")) {
      observe("init.pid_of_timer_in_" + where, std::stoi(word.substr(at + 1)));
    } else if (word.starts_with("signal/tid.")) {
      observe("init.tid_of_timer_in_" + where, std::stoi(word.substr(at + 1)));
    }
  }
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    timer_t timer;
    sigevent event = {};
    event.sigev_signo = SIGUSR1;
    event.sigev_notify = SIGEV_SIGNAL;
    must(timer_create(CLOCK_MONOTONIC, &event, &timer));
    event.sigev_notify = SIGEV_THREAD_ID;
    event._sigev_un._tid = gettid();
    must(timer_create(CLOCK_MONOTONIC, &event, &timer));

    observe_timers("outer", "/proc/self/timers");
    must(mount("proc", "/tmp", "proc", 0, nullptr));
    observe_timers("inner", "/tmp/self/timers");
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
}
