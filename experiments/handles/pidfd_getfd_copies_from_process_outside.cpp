// pidfd_getfd(2) copies a file descriptor even from a process outside.
//
// The caller needs the permission to trace the process, as for ptrace(2). This
// depends on user IDs, group IDs and capabilities, and not on PID namespaces.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    inherits caller's pidfd
//   caller ──memfd_create(), as descriptor 100
//   init ────pidfd_getfd(pidfd of caller, 100)
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd caller(must(syscall(SYS_pidfd_open, getpid(), 0)));

  Gate written;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    written.wait();
    observe("init.fcntl_100", outcome(fcntl(100, F_GETFD)));
    const Fd copy(syscall(SYS_pidfd_getfd, int(caller), 100, 0));
    observe("init.pidfd_getfd", outcome(copy));

    char text[32] = "";
    observe("init.pread", outcome(pread(copy, text, sizeof text - 1, 0)));
    observe("init.text", text);
    _exit(0);
  }
  const Fd file(must(memfd_create("note", MFD_CLOEXEC)));
  must(write(file, "from above", 10));
  must(dup3(file, 100, O_CLOEXEC));
  written.open();
  must(waitpid(init, nullptr, 0));
}
