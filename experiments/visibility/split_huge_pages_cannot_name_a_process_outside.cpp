// In debugfs, split_huge_pages cannot name a process outside: ESRCH.
//
// A line PID,START,END lets the kernel split the huge pages of a process in a
// range of addresses. The kernel looks the PID up in the PID namespace of the
// writer. The range of this experiment is empty.
//
//   caller ──mount("debugfs")
//   caller ──write("PID,0x0,0x0")          of itself: ok
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                PID 1 inside
//   init   ──write("PID,0x0,0x0")          of the caller: ESRCH; of itself: ok
#include <sched.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

static ssize_t split_huge_pages(pid_t pid) {
  const std::string line = std::to_string(pid) + ",0x0,0x0";
  const Fd file(must(open("/tmp/split_huge_pages", O_WRONLY | O_CLOEXEC)));
  return write(file, line.data(), line.size());
}

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("debugfs", "/tmp", "debugfs", 0, nullptr));
  const pid_t caller = getpid();
  observe("caller.write", outcome(split_huge_pages(caller)));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    observe("init.write_pid_outside", outcome(split_huge_pages(caller)));
    observe("init.write_own_pid", outcome(split_huge_pages(getpid())));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
