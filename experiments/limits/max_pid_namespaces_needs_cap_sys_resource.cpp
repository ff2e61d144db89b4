// Writing max_pid_namespaces needs CAP_SYS_RESOURCE, even as uid 0.
//
// The capability counts in the user namespace of the limit. The kernel checks
// it when the file is opened (EACCES), and again at each write (EPERM).
//
//   caller ──fork()─▶ tenant   unshare(CLONE_NEWUSER), is uid 0
//   tenant ──capset(without CAP_SYS_RESOURCE)
//   tenant ──open(max_pid_namespaces)    to write: EACCES, to read: ok
#include <linux/capability.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  constexpr const char* path = "/proc/sys/user/max_pid_namespaces";
  const ino_t callers = ns_inode("/proc/self/ns/user");
  const std::string map = "0 " + std::to_string(geteuid()) + " 1";
  const pid_t tenant = must(fork());
  if (tenant == 0) {
    must(unshare(CLONE_NEWUSER));
    // In the caller's user namespace, this would change a limit of the machine.
    if (ns_inode("/proc/self/ns/user") == callers) {
      broken("not in the user namespace created for max_pid_namespaces");
    }
    const Fd uids(must(open("/proc/self/uid_map", O_WRONLY | O_CLOEXEC)));
    must(write(uids, map.c_str(), map.size()));
    observe("tenant.euid", geteuid());
    const Fd early(open(path, O_RDWR | O_CLOEXEC));
    observe("tenant.open_with", outcome(early));

    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
    __user_cap_data_struct caps[2];
    must(syscall(SYS_capget, &header, caps));
    caps[0].effective &= ~(1u << CAP_SYS_RESOURCE);
    must(syscall(SYS_capset, &header, caps));
    observe("tenant.open_without", outcome(open(path, O_WRONLY | O_CLOEXEC)));
    observe("tenant.open_to_read", outcome(open(path, O_RDONLY | O_CLOEXEC)));

    observe("tenant.pwrite_without", outcome(pwrite(early, "5", 1, 0)));
    caps[0].effective |= 1u << CAP_SYS_RESOURCE;
    must(syscall(SYS_capset, &header, caps));
    observe("tenant.pwrite_with", outcome(pwrite(early, "6", 1, 0)));
    char text[16] = {};
    must(pread(early, text, sizeof text - 1, 0));
    observe("tenant.max_pid_namespaces", atoi(text));
    _exit(0);
  }
  must(waitpid(tenant, nullptr, 0));
}
