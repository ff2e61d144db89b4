// pidfd_getfd(2) copies a file descriptor even from a process outside.
//
// The caller needs the permission to trace the process, as for ptrace(2). This
// depends on user IDs, group IDs and capabilities, and not on PID namespaces.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    inherits caller's pidfd
//   caller ──memfd_create(), as descriptor 100
//   init ────pidfd_getfd(pidfd of caller, 100)        ok
//   init ────pidfd_getfd(pidfd of zombie, 100)        it has ended: ESRCH
//   init ────capset(without CAP_SYS_PTRACE)           EPERM
#include <linux/capability.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd caller(must(syscall(SYS_pidfd_open, getpid(), 0)));
  const pid_t zombie = must(fork());
  if (zombie == 0) _exit(0);
  siginfo_t info;
  must(waitid(P_PID, zombie, &info, WEXITED | WNOWAIT));
  const Fd dead(must(syscall(SYS_pidfd_open, zombie, 0)));

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
    observe("init.pidfd_getfd_closed",
            outcome(syscall(SYS_pidfd_getfd, int(caller), 101, 0)));
    observe("init.pidfd_getfd_of_zombie",
            outcome(syscall(SYS_pidfd_getfd, int(dead), 100, 0)));

    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
    __user_cap_data_struct caps[2];
    must(syscall(SYS_capget, &header, caps));
    caps[0].effective &= ~(1u << CAP_SYS_PTRACE);
    caps[0].permitted &= ~(1u << CAP_SYS_PTRACE);
    must(syscall(SYS_capset, &header, caps));
    observe("init.pidfd_getfd_without",
            outcome(syscall(SYS_pidfd_getfd, int(caller), 100, 0)));
    _exit(0);
  }
  const Fd file(must(memfd_create("note", MFD_CLOEXEC)));
  must(write(file, "from above", 10));
  must(dup3(file, 100, O_CLOEXEC));
  written.open();
  must(waitpid(init, nullptr, 0));
  must(waitpid(zombie, nullptr, 0));
}
