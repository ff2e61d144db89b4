// CAP_CHECKPOINT_RESTORE is enough to choose PIDs (since Linux 5.9).
//
// A tool that restores processes must give them the PIDs that they had. This
// capability allows it, but not the many other things that CAP_SYS_ADMIN
// allows.
//
//   caller   ──unshare(CLONE_NEWPID)
//   caller   ──fork()──▶ init        PID 1
//   init     ──fork()──▶ restorer    capset(CAP_CHECKPOINT_RESTORE)
//   restorer ──clone3(set_tid = {77})──▶ child
//   init     ──fork()──▶ nobody      capset(no capability)
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include <cstdint>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const ino_t caller_ns = ns_inode("/proc/self/ns/pid");
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // In the caller's namespace, this would disturb other processes.
    if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == caller_ns) {
      broken("not in the namespace created for ns_last_pid");
    }
    for (const std::string who : {"restorer", "nobody"}) {
      const pid_t chooser = must(fork());
      if (chooser == 0) {
        const unsigned right = 1u << (CAP_CHECKPOINT_RESTORE - 32);
        __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
        __user_cap_data_struct caps[2]{};
        if (who == "restorer") caps[1] = {right, right, 0};
        must(syscall(SYS_capset, &header, caps));

        const Fd last(
            must(open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC)));
        observe(who + ".pwrite", outcome(pwrite(last, "500", 3, 0)));

        pid_t number = 77;
        clone_args args{.exit_signal = SIGCHLD,
                        .set_tid = reinterpret_cast<std::uintptr_t>(&number),
                        .set_tid_size = 1};
        const pid_t child = syscall(SYS_clone3, &args, sizeof args);
        if (child == 0) _exit(0);
        observe(who + ".clone3", outcome(child));
        if (child != -1) must(waitpid(child, nullptr, 0));
        observe(who + ".unshare", outcome(unshare(CLONE_NEWPID)));
        _exit(0);
      }
      must(waitpid(chooser, nullptr, 0));
    }
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
