// A user other than uid 0 needs CAP_SYS_ADMIN to open pid_max for writing.
//
// The kernel checks when the file is opened, and the error is EACCES. All users
// may read the file.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1
//   init ────setresuid(1), with its capabilities      open: ok
//   init ────capset(no capabilities)                  open: EACCES
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  constexpr const char* path = "/proc/sys/kernel/pid_max";
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // A change of the user ID keeps the capabilities.
    must(prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP));
    must(setresgid(1, 1, 1));
    must(setresuid(1, 1, 1));
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
    __user_cap_data_struct caps[2];
    must(syscall(SYS_capget, &header, caps));
    caps[0].effective = 1u << CAP_SYS_ADMIN;  // not CAP_DAC_OVERRIDE
    caps[1].effective = 0;
    must(syscall(SYS_capset, &header, caps));
    observe("init.open_with_cap_sys_admin",
            outcome(open(path, O_WRONLY | O_CLOEXEC)));

    caps[0].effective = 0;
    must(syscall(SYS_capset, &header, caps));
    observe("init.open_without", outcome(open(path, O_WRONLY | O_CLOEXEC)));
    observe("init.open_to_read", outcome(open(path, O_RDONLY | O_CLOEXEC)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
