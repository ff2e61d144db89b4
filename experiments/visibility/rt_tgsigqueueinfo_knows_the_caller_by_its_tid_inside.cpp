// rt_tgsigqueueinfo(2) takes SI_KERNEL only for the caller's TID inside.
//
// A thread may claim a si_code of the kernel for a signal to itself, and for no
// other thread, not even of its own process. The kernel compares the TID with
// the one that the caller has in its own PID namespace.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──std::thread────────────────────▶ thread   TID 2
//   thread ──rt_tgsigqueueinfo()              for TID 2, for TID 1, and for the
//                                             TID that it has outside
#include <sched.h>
#include <sys/syscall.h>

#include <filesystem>
#include <thread>

#include "experiments/experiment.h"

using namespace pidlab;

static std::string queue(pid_t tid, int si_code) {
  siginfo_t info{};
  info.si_code = si_code;
  const int check = 0;  // no signal is sent
  return outcome(syscall(SYS_rt_tgsigqueueinfo, getpid(), tid, check, &info));
}

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    std::thread thread([] {
      // The caller's /proc is still mounted.
      const auto self = std::filesystem::read_symlink("/proc/thread-self");
      const pid_t outside = std::stoi(self.filename());
      observe("thread.tid", gettid());
      observe("thread.rt_tgsigqueueinfo_own", queue(gettid(), SI_KERNEL));
      observe("thread.rt_tgsigqueueinfo_outer", queue(outside, SI_KERNEL));
      observe("thread.rt_tgsigqueueinfo_of_init", queue(1, SI_KERNEL));
      observe("thread.rt_tgsigqueueinfo_queue", queue(1, SI_QUEUE));
    });
    thread.join();
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
