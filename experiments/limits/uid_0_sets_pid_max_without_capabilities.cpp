// uid 0 may set its PID namespace's pid_max without capabilities (since 6.14).
//
// The kernel gives the owner's permissions of this file to uid 0 of the user
// namespace that owns the PID namespace. For ns_last_pid, a capability is
// necessary.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1
//   init ────capset(no capabilities)
//   init ────write(pid_max), write(ns_last_pid)       ok, EPERM
#include <linux/capability.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  constexpr const char* path = "/proc/sys/kernel/pid_max";
  const Fd callers(must(open(path, O_RDONLY | O_CLOEXEC)));
  struct stat outside, inside;
  must(fstat(callers, &outside));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(stat(path, &inside));
    // There is one pid_max: do not change the machine's.
    if (getpid() != 1 || inside.st_ino == outside.st_ino) _exit(0);
    observe("init.uid_of_pid_max", inside.st_uid);
    observe("init.gid_of_pid_max", inside.st_gid);

    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
    __user_cap_data_struct none[2]{};
    must(syscall(SYS_capset, &header, none));
    observe("init.euid", geteuid());

    const Fd max(open(path, O_RDWR | O_CLOEXEC));
    observe("init.open_pid_max", outcome(max));
    observe("init.pwrite_pid_max", outcome(pwrite(max, "40000", 5, 0)));
    char text[16] = {};
    observe("init.pread_pid_max",
            outcome(pread(max, text, sizeof text - 1, 0)));
    observe("init.pid_max", atoi(text));

    const Fd last(open("/proc/sys/kernel/ns_last_pid", O_RDWR | O_CLOEXEC));
    observe("init.open_ns_last_pid", outcome(last));
    observe("init.pwrite_ns_last_pid", outcome(pwrite(last, "500", 3, 0)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
