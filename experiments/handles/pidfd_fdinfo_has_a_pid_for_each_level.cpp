// A pidfd's fdinfo has a PID for each level; 0 if not visible, -1 if reaped.
//
// NSpid starts with the PID in the namespace of the /proc mount. The PIDs in
// the levels below follow, down to that of the process. It is 0 if the process
// is not visible in that /proc, and -1 when it has been reaped.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    mounts /proc for itself
//   init ────read(fdinfo of the pidfd of caller)
//   caller ──read(fdinfo of the pidfd of init), alive, a zombie, and reaped
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include <cstdlib>

#include "experiments/experiment.h"

using namespace pidlab;

// The PID in the n-th level below that of /proc.
static long pid_at(int pidfd, int n) {
  const std::string name = "/proc/self/fdinfo/" + std::to_string(pidfd);
  const Fd file(must(open(name.c_str(), O_RDONLY | O_CLOEXEC)));
  char text[512] = "";
  must(read(file, text, sizeof text - 1));
  char* at = strstr(text, "NSpid:");
  if (!at) broken("no NSpid in the fdinfo of a pidfd");
  at += strlen("NSpid:");
  while (n-- > 0) strtol(at, &at, 10);
  return strtol(at, nullptr, 10);
}

int main() {
  const Fd caller(must(syscall(SYS_pidfd_open, getpid(), 0)));
  observe("caller.pid", getpid());
  observe("caller.pid_of_itself", pid_at(caller, 0));

  Gate looked, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(unshare(CLONE_NEWNS));
    must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
    must(mount("proc", "/proc", "proc", 0, nullptr));
    observe("init.pid_of_caller", pid_at(caller, 0));
    looked.open();
    finished.wait();
    _exit(0);
  }
  looked.wait();
  observe("init.pid_outside", init);
  const Fd pidfd(must(syscall(SYS_pidfd_open, init, 0)));
  observe("caller.pid_of_init", pid_at(pidfd, 0));
  observe("caller.pid_inside_of_init", pid_at(pidfd, 1));

  finished.open();
  siginfo_t info;
  must(waitid(P_PID, init, &info, WEXITED | WNOWAIT));  // now a zombie
  observe("caller.pid_of_zombie", pid_at(pidfd, 0));
  must(waitpid(init, nullptr, 0));
  observe("caller.pid_of_reaped", pid_at(pidfd, 0));
}
