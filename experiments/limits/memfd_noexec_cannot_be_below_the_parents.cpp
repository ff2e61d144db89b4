// memfd_noexec of a PID namespace cannot be lower than its parent's.
//
// vm.memfd_noexec says when a memfd is executable: 0, by default; 1, if the
// caller passes MFD_EXEC; 2, never. Each PID namespace has its own value. The
// highest value from the namespace up to the initial one is in force.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ outer   PID 1, writes 2
//   outer  ──unshare(CLONE_NEWPID), fork()──▶ init    created before the write
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
    // In the caller's namespace, this would stop other processes' memfds.
    const ino_t outer_ns = ns_inode("/proc/self/ns/pid");
    if (getpid() != 1 || outer_ns == caller_ns) {
      broken("not in the namespace created for memfd_noexec");
    }
    Gate created, stricter;
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      observe("init.memfd_noexec_before", number_in(scope));
      observe("init.memfd_create_before",
              outcome(memfd_create("x", memfd_exec)));
      created.open();
      stricter.wait();
      observe("init.memfd_noexec_after", number_in(scope));
      observe("init.pwrite_lower", outcome(pwrite(scope, "0", 1, 0)));
      observe("init.memfd_create_after",
              outcome(memfd_create("x", memfd_exec)));
      _exit(0);
    }
    created.wait();
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
