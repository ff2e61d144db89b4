// memfd_noexec of a PID namespace cannot be laxer than its parent's.
//
// The sysctl vm.memfd_noexec says whether a memfd may be executable: 0 yes,
// 1 if asked for, 2 never. Each PID namespace has its own; the strictest one
// from there up to the first counts.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ outer   PID 1, writes 2
//   outer  ──unshare(CLONE_NEWPID), fork()──▶ init    born before that
#include <sched.h>
#include <sys/mman.h>

#include "experiments/experiment.h"

using namespace pidlab;

constexpr unsigned memfd_exec = 0x10;  // MFD_EXEC, since Linux 6.3

static int number_in(int file) {
  char text[16] = {};
  must(pread(file, text, sizeof text - 1, 0));
  return atoi(text);
}

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/pid");
  const Fd scope(must(open("/proc/sys/vm/memfd_noexec", O_RDWR | O_CLOEXEC)));
  const int before = number_in(scope);
  observe("caller.memfd_noexec_before", before);

  must(unshare(CLONE_NEWPID));
  const pid_t outer = must(fork());
  if (outer == 0) {
    // In the caller's namespace this would forbid others their memfds.
    const ino_t outer_ns = ns_inode("/proc/self/ns/pid");
    if (getpid() != 1 || outer_ns == caller_ns) {
      broken("not in the namespace made for memfd_noexec");
    }
    Gate born, stricter;
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      observe("init.memfd_noexec_before", number_in(scope));
      observe("init.memfd_create_before",
              outcome(memfd_create("x", memfd_exec)));
      born.open();
      stricter.wait();
      observe("init.memfd_noexec_after", number_in(scope));
      observe("init.pwrite_lower", outcome(pwrite(scope, "0", 1, 0)));
      observe("init.memfd_create_after",
              outcome(memfd_create("x", memfd_exec)));
      _exit(0);
    }
    born.wait();
    observe("outer.pwrite_higher", outcome(pwrite(scope, "2", 1, 0)));
    stricter.open();
    must(waitpid(init, nullptr, 0));
    const std::string back = std::to_string(before);
    observe("outer.pwrite_back", outcome(pwrite(scope, back.c_str(), 1, 0)));
    _exit(0);
  }
  must(waitpid(outer, nullptr, 0));
  observe("caller.memfd_noexec_after", number_in(scope));
}
