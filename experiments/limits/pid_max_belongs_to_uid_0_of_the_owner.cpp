// pid_max belongs to uid 0 and gid 0 of its namespace's owner (since 6.14).
//
// The owner of a PID namespace is a user namespace. Its uid 0 can be any user
// of the machine. Other files of /proc/sys belong to the uid 0 of the machine.
//
//   caller ──fork()───────────────────▶ tenant    unshare(CLONE_NEWUSER |
//                                                         CLONE_NEWPID)
//   caller ──write("0 1 1")                       tenant's uid 0 is uid 1
//   tenant ──fork()───────────────────▶ init      PID 1: stat(pid_max)
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void write_into(const std::string& path, const std::string& text) {
  const Fd file(must(open(path.c_str(), O_WRONLY | O_CLOEXEC)));
  must(write(file, text.c_str(), text.size()));
}

int main() {
  Gate moved, mapped;
  const pid_t tenant = must(fork());
  if (tenant == 0) {
    must(unshare(CLONE_NEWUSER | CLONE_NEWPID));
    moved.open();
    mapped.wait();
    const pid_t init = must(fork());
    if (init == 0) {
      struct stat pid_max, threads_max;
      must(stat("/proc/sys/kernel/pid_max", &pid_max));
      must(stat("/proc/sys/kernel/threads-max", &threads_max));
      observe("init.uid_of_pid_max", pid_max.st_uid);
      observe("init.gid_of_pid_max", pid_max.st_gid);
      observe("init.uid_of_threads_max", threads_max.st_uid);
      observe("init.gid_of_threads_max", threads_max.st_gid);
      _exit(0);
    }
    must(waitpid(init, nullptr, 0));
    _exit(0);
  }
  moved.wait();
  const std::string tenants = "/proc/" + std::to_string(tenant);
  write_into(tenants + "/uid_map", "0 1 1");
  write_into(tenants + "/gid_map", "0 1 1");
  mapped.open();
  must(waitpid(tenant, nullptr, 0));
}
