// max_pid_namespaces applies to each user of a user namespace separately.
//
// With the limit 1, uid 0 of the user namespace creates one PID namespace, and
// cannot create another. Another uid of the same user namespace can.
//
//   caller ──fork()────────────────▶ tenant   unshare(CLONE_NEWUSER)
//   caller ──write("0 0 2")                   maps uid 0 and 1 of tenant
//   tenant ──clone3(CLONE_NEWPID)             as uid 0: ok, then ENOSPC
//   tenant ──clone3(CLONE_NEWPID)             as uid 1: ok, then ENOSPC
#include <linux/sched.h>
#include <linux/securebits.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void write_into(const std::string& path, const std::string& text) {
  const Fd file(must(open(path.c_str(), O_WRONLY | O_CLOEXEC)));
  must(write(file, text.c_str(), text.size()));
}

int main() {
  const ino_t callers = ns_inode("/proc/self/ns/user");
  Gate moved, mapped;
  const pid_t tenant = must(fork());
  if (tenant == 0) {
    must(unshare(CLONE_NEWUSER));
    // In the caller's user namespace, this would stop other processes.
    if (ns_inode("/proc/self/ns/user") == callers) {
      broken("not in the user namespace created for max_pid_namespaces");
    }
    moved.open();
    mapped.wait();
    write_into("/proc/sys/user/max_pid_namespaces", "1");

    // A change of the user ID keeps the capabilities.
    must(prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP));
    clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
    for (const uid_t uid : {0, 1}) {
      must(seteuid(uid));
      const std::string call = "tenant.clone3_of_uid_" + std::to_string(uid);
      Gate finished;
      const pid_t first = syscall(SYS_clone3, &args, sizeof args);
      if (first == 0) {
        finished.wait();
        _exit(0);
      }
      observe(call + "_first", outcome(first));
      const pid_t second = syscall(SYS_clone3, &args, sizeof args);
      if (second == 0) _exit(0);
      observe(call + "_second", outcome(second));
      finished.open();
    }
    while (wait(nullptr) != -1) {
    }
    _exit(0);
  }
  moved.wait();
  write_into("/proc/" + std::to_string(tenant) + "/uid_map", "0 0 2");
  mapped.open();
  must(waitpid(tenant, nullptr, 0));
}
