// In mountinfo, pgrp= of autofs is a PGID of the reader's namespace, or 0.
//
// pgrp= is the process group of the automount daemon. The file is not like
// /proc/PID/status: in one mount of proc, processes in different PID namespaces
// read different numbers.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1, the daemon
//   init   ──mount("autofs")──▶ /tmp                 pgrp=1
//   init   ──unshare(CLONE_NEWPID), fork()──▶ inner  cannot see init
#include <sched.h>
#include <sys/mount.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

// What the reader finds in the mount of proc that the caller uses.
static pid_t pgrp_of_autofs() {
  std::ifstream mountinfo("/proc/self/mountinfo");
  pid_t pgrp = -7;
  for (std::string line; std::getline(mountinfo, line);) {
    const auto option = line.find(",pgrp=");
    if (line.find(" /tmp ") == line.npos || option == line.npos) continue;
    pgrp = std::stoi(line.substr(option + std::strlen(",pgrp=")));
  }
  return pgrp;
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  Gate mounted, seen;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(setpgid(0, 0));
    int requests[2];
    must(pipe2(requests, O_CLOEXEC));
    const std::string options = "minproto=5,maxproto=5,indirect,pgrp=1,fd=" +
                                std::to_string(requests[1]);
    must(mount("autofs", "/tmp", "autofs", 0, options.c_str()));
    observe("init.pgid_in_mountinfo", pgrp_of_autofs());
    mounted.open();
    seen.wait();
    must(unshare(CLONE_NEWPID));
    const pid_t inner = must(fork());
    if (inner == 0) {
      observe("inner.pgid_of_init_in_mountinfo", pgrp_of_autofs());
      _exit(0);
    }
    must(waitpid(inner, nullptr, 0));
    _exit(0);
  }
  observe("init.pid_outside", init);
  mounted.wait();
  observe("caller.pgid_of_init_in_mountinfo", pgrp_of_autofs());
  seen.open();
  must(waitpid(init, nullptr, 0));
}
