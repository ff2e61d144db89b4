// max_pid_namespaces of a user namespace also limits its descendants.
//
// As max_pid_namespaces_is_enospc, but a process in a nested user namespace
// creates the others. The limit there is high, but a PID namespace also counts
// in each ancestor user namespace.
//
//   caller ──fork()────────────────▶ tenant   unshare(CLONE_NEWUSER), writes 2
//   tenant ──clone3(CLONE_NEWPID)──▶ init     the first
//   tenant ──fork()────────────────▶ lodger   unshare(CLONE_NEWUSER)
//   lodger ──clone3(CLONE_NEWPID)──▶ second   allowed
//   lodger ──clone3(CLONE_NEWPID)             the third: ENOSPC
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void write_into(const char* path, const std::string& text) {
  const Fd file(must(open(path, O_WRONLY | O_CLOEXEC)));
  must(write(file, text.c_str(), text.size()));
}

int main() {
  constexpr const char* path = "/proc/sys/user/max_pid_namespaces";
  const ino_t caller_ns = ns_inode("/proc/self/ns/user");
  const std::string uid = std::to_string(geteuid());
  const std::string gid = std::to_string(getegid());
  const pid_t tenant = must(fork());
  if (tenant == 0) {
    must(unshare(CLONE_NEWUSER));
    // In the caller's user namespace, this would stop other processes.
    if (ns_inode("/proc/self/ns/user") == caller_ns) {
      broken("not in the user namespace created for max_pid_namespaces");
    }
    write_into(path, "2");
    // A process needs a mapped uid and gid to create a user namespace.
    write_into("/proc/self/uid_map", "0 " + uid + " 1");
    write_into("/proc/self/setgroups", "deny");
    write_into("/proc/self/gid_map", "0 " + gid + " 1");

    Gate finished;
    clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
    const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
    if (init == 0) {
      finished.wait();
      _exit(0);
    }
    const pid_t lodger = must(fork());
    if (lodger == 0) {
      must(unshare(CLONE_NEWUSER));
      const Fd own(must(open(path, O_RDONLY | O_CLOEXEC)));
      char text[16] = {};
      must(read(own, text, sizeof text - 1));
      observe("lodger.max_pid_namespaces", atoi(text));
      const pid_t second = syscall(SYS_clone3, &args, sizeof args);
      if (second == 0) finished.wait();  // until the lodger kills it
      observe("lodger.clone3_second", outcome(second));
      const pid_t third = syscall(SYS_clone3, &args, sizeof args);
      if (third == 0) _exit(0);
      observe("lodger.clone3_third", outcome(third));
      if (second > 0) must(kill(second, SIGKILL));
      while (wait(nullptr) != -1) {
      }
      _exit(0);
    }
    must(waitpid(lodger, nullptr, 0));
    finished.open();
    must(waitpid(init, nullptr, 0));
    _exit(0);
  }
  must(waitpid(tenant, nullptr, 0));
}
