// pidfd_getfd copies a file even from a process that has no PID in here.
//
// It asks whether the one process could trace the other, as ptrace(2) does: a
// matter of user ids and capabilities. PID namespaces are no part of that.
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
