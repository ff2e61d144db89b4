// A failed TSYNC of seccomp(2) returns a TID of the caller's PID namespace.
//
// SECCOMP_FILTER_FLAG_TSYNC gives a filter to all threads of a process. This is
// not possible if a thread has a filter that the caller does not have. The call
// then returns the TID of this thread, and changes nothing.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──std::thread────────────────────▶ thread   TID 2
//   thread ──seccomp(SECCOMP_SET_MODE_FILTER)          its own filter
//   init   ──seccomp(SECCOMP_FILTER_FLAG_TSYNC)        2
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <filesystem>
#include <thread>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    sock_filter allow_all = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    const sock_fprog filter{1, &allow_all};
    const auto set_filter = [&](unsigned flags) {
      return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter);
    };
    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    int ends[2];
    must(pipe2(ends, O_CLOEXEC));
    std::thread thread([&] {
      // The caller's /proc is still mounted.
      const auto self = std::filesystem::read_symlink("/proc/thread-self");
      observe("thread.tid_outside", std::stoi(self.filename()));
      observe("thread.tid", gettid());
      must(set_filter(0));
      must(write(ends[1], "!", 1));
      pause();
    });
    char byte;
    must(read(ends[0], &byte, 1));
    const long tid = must(set_filter(SECCOMP_FILTER_FLAG_TSYNC));
    observe("init.tid_from_seccomp", tid);
    _exit(0);  // and thread with it
  }
  must(waitpid(init, nullptr, 0));
}
